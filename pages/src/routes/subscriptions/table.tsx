/** A person's subscriptions as a table. */
import { Flex, type TableColumnsType, Tag } from "antd";
import type { SubscriptionView } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { LiveActions } from "../../ui/record-actions.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import type { SubscriptionActions } from "./use-subscription-actions.ts";

interface SubscriptionTableProps {
  items: SubscriptionView[];
  actions: SubscriptionActions;
  onEdit: (id: string) => void;
}

export function SubscriptionTable({ items, actions, onEdit }: SubscriptionTableProps) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<SubscriptionView> = [
    {
      title: t("subscriptions.search"),
      key: "search",
      render: (_, { search, enabled, problem }) => (
        <>
          <a href={search.link}>{search.name}</a> {!enabled && <Tag>{t("subscriptions.paused")}</Tag>}
          {problem !== null && <div className="small">{problem}</div>}
        </>
      ),
    },
    {
      title: t("subscriptions.channel"),
      key: "channel",
      width: 160,
      render: (_, { channel }) => t(`subscriptions.channelOf.${channel}`),
    },
    {
      title: t("subscriptions.kinds"),
      key: "kinds",
      hidden: !wide,
      render: (_, { kinds }) => (
        <Flex gap={4} wrap>
          {kinds.map((kind) => (
            <Tag key={kind}>{t(`subscriptions.kind.${kind}`)}</Tag>
          ))}
        </Flex>
      ),
    },
    {
      title: t("subscriptions.times"),
      key: "times",
      width: 190,
      render: (_, subscription) => (
        <>
          <Times subscription={subscription} />
          {subscription.next_send_at !== null && (
            <div className="small muted">
              {t("subscriptions.next")} <RelativeTime at={subscription.next_send_at} />
            </div>
          )}
        </>
      ),
    },
    {
      title: t("subscriptions.told"),
      key: "told",
      width: 140,
      hidden: !wide,
      render: (_, { told, only_counted: counted }) => (
        <>
          {formatCount(told, language)}
          {counted > 0 && (
            <div className="small muted">
              {t("subscriptions.onlyCounted", { count: formatCount(counted, language) })}
            </div>
          )}
        </>
      ),
    },
    actionsColumn({
      width: 110,
      render: (subscription) => (
        <RowActions subscription={subscription} actions={actions} onEdit={() => onEdit(subscription.id)} />
      ),
    }),
  ];
  return (
    <DataTable<SubscriptionView>
      label={t("subscriptions.table")}
      testId="subscription-table"
      columns={columns}
      dataSource={items}
    />
  );
}

function Times({ subscription }: { subscription: SubscriptionView }) {
  const { t } = useTexts(texts);
  const { frequency, hour, weekday } = subscription;
  if (frequency === null) return t("subscriptions.asItComes");
  if (hour === null) return t(`subscriptions.frequencyOf.${frequency}`);
  const day = weekday as 1 | 2 | 3 | 4 | 5 | 6 | 7 | null;
  const how =
    day === null ? t(`subscriptions.frequencyOf.${frequency}`) : t(`subscriptions.weekdayOf.d${day}`);
  return t("subscriptions.at", { how, hour });
}

interface RowActionsProps {
  subscription: SubscriptionView;
  actions: SubscriptionActions;
  onEdit: () => void;
}

function RowActions({ subscription, actions, onEdit }: RowActionsProps) {
  const { t } = useTexts(texts);
  const can = useCan();
  const mayChange = can("PATCH /api/v1/subscriptions/{id}");
  return (
    <LiveActions
      name={subscription.search.name}
      edit={mayChange && { onClick: onEdit }}
      actions={[
        mayChange && {
          key: "toggle",
          label: t(subscription.enabled ? "subscriptions.switchOff" : "subscriptions.switchOn"),
          onClick: () => actions.toggle(subscription),
        },
        subscription.channel === "feed" &&
          can("POST /api/v1/subscriptions/{id}/renew-feed") && {
            key: "renew",
            label: t("subscriptions.renew"),
            onClick: () => actions.renew(subscription),
          },
        can("DELETE /api/v1/subscriptions/{id}") && {
          key: "delete",
          label: t("subscriptions.end"),
          danger: true,
          onClick: () => actions.remove(subscription),
        },
      ]}
    />
  );
}
