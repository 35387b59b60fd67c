/** The channels: where alerts go, and a test message to each. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Flex, Switch, type TableColumnsType, Tag } from "antd";
import {
  ALERTS_KEY,
  type AlertChannelView,
  type ChannelChange,
  channelList,
  deleteChannel,
  restoreChannel,
  testChannel,
  updateChannel,
} from "../../api/alerts.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { Panel } from "../../ui/panel.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { LiveActions } from "../../ui/record-actions.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { Loaded } from "../../ui/side-drawer.tsx";
import { useDeletion } from "../../ui/use-deletion.ts";
import { useWide } from "../../ui/use-wide.ts";
import { ChannelForm } from "./channel-form.tsx";
import { OpenForm } from "./open-form.tsx";
import { texts } from "./texts.ts";
import { useAlertSearch } from "./use-alert-search.ts";

export function ChannelsTab() {
  const { t } = useTexts(texts);
  const query = useQuery(channelList);
  const { change } = useAlertSearch();
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          <p className="muted">{t("alerts.channelsHint")}</p>
          {items.length === 0 ? (
            <Panel>
              <EmptyState title={t("alerts.noChannelsTitle")} hint={t("alerts.noChannelsHint")} />
            </Panel>
          ) : (
            <ChannelTable channels={items} onEdit={(edit) => change({ edit })} />
          )}
          <OpenForm items={items}>
            {(channel, onClose) => <ChannelForm channel={channel} onClose={onClose} />}
          </OpenForm>
        </>
      )}
    </Loaded>
  );
}

function ChannelTable({ channels, onEdit }: { channels: AlertChannelView[]; onEdit: (id: string) => void }) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const can = useCan();
  const { message } = App.useApp();
  const client = useQueryClient();
  const onError = useFailureNotice();
  const onSettled = () => client.invalidateQueries({ queryKey: ALERTS_KEY });
  const update = useMutation({
    mutationFn: ({ id, ...json }: ChannelChange & { id: string }) => updateChannel(id, json),
    onError,
    onSettled,
  });
  const { remove } = useDeletion<AlertChannelView>({
    idOf: ({ id }) => id,
    nameOf: ({ name }) => name,
    remove: deleteChannel,
    restore: restoreChannel,
    onSettled,
  });
  const trial = useMutation({
    mutationFn: testChannel,
    onSuccess: ({ error }) =>
      void (error === null
        ? message.success(t("alerts.testSent"))
        : message.error(
            <>
              {t("alerts.testFailed")} <ServerText text={error} />
            </>,
          )),
    onError,
  });
  const mayWrite = can("PATCH /api/v1/alert-channels/{id}");
  const columns: TableColumnsType<AlertChannelView> = [
    {
      title: t("fields.name"),
      key: "name",
      render: (_, { id, name, kind, target, is_default: isDefault, gets_report: getsReport }) => (
        <>
          {mayWrite ? (
            <Button type="link" className="cell-link" onClick={() => onEdit(id)} data-testid="channel-open">
              {name}
            </Button>
          ) : (
            name
          )}
          <Flex gap={4} wrap>
            <Tag>{t(`alerts.kind.${kind}`)}</Tag>
            {isDefault && <Tag color="blue">{t("alerts.isDefault")}</Tag>}
            {getsReport && <Tag color="green">{t("alerts.getsReport")}</Tag>}
          </Flex>
          {!wide && <div className="small muted wrap">{target}</div>}
        </>
      ),
    },
    {
      title: t("alerts.target"),
      key: "target",
      hidden: !wide,
      render: (_, { target, signed }) => (
        <>
          <span className="wrap">{target}</span>
          {signed && <div className="small muted">{t("alerts.signed")}</div>}
        </>
      ),
    },
    {
      title: t("alerts.language"),
      key: "language",
      width: 100,
      hidden: !wide,
      render: (_, { language }) => t(`alerts.languageOf.${language}`),
    },
    {
      title: t("alerts.on"),
      key: "on",
      width: 80,
      render: (_, { id, name, enabled }) => (
        <Switch
          size="small"
          checked={enabled}
          disabled={!mayWrite}
          aria-label={t("alerts.switch", { name })}
          onChange={(next) => update.mutate({ id, enabled: next })}
        />
      ),
    },
    actionsColumn({
      width: wide ? 260 : 150,
      render: (channel) => (
        <Flex gap={8} justify="end" wrap>
          <PermissionButton
            route="POST /api/v1/alert-channels/{id}/test"
            size="small"
            loading={trial.isPending && trial.variables === channel.id}
            onClick={() => trial.mutate(channel.id)}
            data-testid="channel-test"
          >
            {t("alerts.sendTest")}
          </PermissionButton>
          {mayWrite && (
            <LiveActions
              name={channel.name}
              edit={{ onClick: () => onEdit(channel.id) }}
              actions={[
                {
                  key: "delete",
                  label: t("app.delete"),
                  danger: true,
                  onClick: () => remove(channel),
                },
              ]}
            />
          )}
        </Flex>
      ),
    }),
  ];
  return (
    <DataTable<AlertChannelView>
      label={t("alerts.tab.channels")}
      testId="channel-table"
      columns={columns}
      dataSource={channels}
    />
  );
}
