/** The messages: which were sent, wait, or failed and why. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type TableColumnsType, Tag } from "antd";
import { MESSAGE_STATES, type MessageState } from "../../../../shared/contracts/alert.ts";
import { type AlertMessageView, alertPeople, channelList, messageList } from "../../api/alerts.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import { useAlertSearch } from "./use-alert-search.ts";

const COLORS: Record<MessageState, string> = { waiting: "processing", sent: "success", failed: "error" };
/** An address holds this many ids. */
const MAX_NAMES = 50;

export function MessagesTab() {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const { search, change } = useAlertSearch();
  const list = useInfiniteQuery(messageList({ state: search.message }));
  const items = loadedItems(list.data);
  const nameOf = useReceiverNames(items);
  const clear = () => change({ message: undefined });
  const empty = search.message ? (
    <NoMatch title={t("alerts.noMessagesTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("alerts.noMessagesTitle")} hint={t("alerts.noMessagesHint")} />
  );
  const columns: TableColumnsType<AlertMessageView> = [
    {
      title: t("alerts.receiver"),
      key: "receiver",
      render: (_, { receiver, error }) => (
        <>
          {nameOf(receiver)}
          {error !== null && (
            <div className="small danger wrap">
              <ServerText text={error} />
            </div>
          )}
        </>
      ),
    },
    {
      title: t("alerts.tab.alerts"),
      key: "alerts",
      width: 110,
      align: "right",
      render: (_, { alerts }) => (alerts === 0 ? t("alerts.report") : formatCount(alerts, language)),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: 110,
      render: (_, { state }) => <Tag color={COLORS[state]}>{t(`alerts.messageState.${state}`)}</Tag>,
    },
    {
      title: t("alerts.tries"),
      key: "tries",
      width: 80,
      align: "right",
      hidden: !wide,
      dataIndex: "attempts",
    },
    {
      title: t("fields.created"),
      key: "created",
      width: 130,
      hidden: !wide,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
  ];
  return (
    <>
      <p className="muted">{t("alerts.messagesHint")}</p>
      <FilterBar onClear={search.message ? clear : undefined}>
        <SelectFilter
          value={search.message}
          placeholder={t("alerts.allStates")}
          label={t("fields.state")}
          options={MESSAGE_STATES.map((value) => ({ value, label: t(`alerts.messageState.${value}`) }))}
          onChange={(message) => change({ message })}
          data-testid="filter-message-state"
        />
      </FilterBar>
      <ListStatus list={list} empty={items.length === 0 && empty} />
      {items.length > 0 && (
        <>
          <DataTable<AlertMessageView>
            label={t("alerts.tab.messages")}
            testId="message-table"
            columns={columns}
            dataSource={items}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
    </>
  );
}

/** Names of receivers; the id where it is not known, or not permitted. */
function useReceiverNames(messages: readonly AlertMessageView[]): (receiver: string) => string {
  const can = useCan();
  const ids = [...new Set(messages.map(({ receiver }) => receiver))]
    .filter((receiver) => receiver.startsWith("user:"))
    .map((receiver) => receiver.slice("user:".length))
    .slice(0, MAX_NAMES);
  const mayFind = can("GET /api/v1/alert-rules/people") && ids.length > 0;
  const { data: people } = useQuery({ ...alertPeople({ ids: ids.join(",") }), enabled: mayFind });
  const { data: channels } = useQuery({ ...channelList, enabled: can("GET /api/v1/alert-channels") });
  const names = new Map<string, string>([
    ...(people ?? []).map(({ id, name }) => [`user:${id}`, name] as const),
    ...(channels?.items ?? []).map(({ id, name }) => [`channel:${id}`, name] as const),
  ]);
  return (receiver) => names.get(receiver) ?? receiver;
}
