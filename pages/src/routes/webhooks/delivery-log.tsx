/** The log of deliveries: its filter, its rows, and a drawer with what was sent and answered. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Flex, type TableColumnsType, Tag } from "antd";
import { DELIVERY_STATES, type DeliveryState, WEBHOOK_EVENTS } from "../../../../shared/contracts/webhook.ts";
import { loadedItems } from "../../api/keyset.ts";
import type { WebhookDeliveryView, WebhookEndpointView } from "../../api/types.ts";
import { deliveryList } from "../../api/webhooks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { isFiltered } from "../search-values.ts";
import type { WebhookSearch } from "./search.ts";
import { texts } from "./texts.ts";

const COLOURS: Record<DeliveryState, string> = {
  waiting: "processing",
  done: "success",
  failed: "error",
  dropped: "default",
};

export function DeliveryTag({ state }: { state: DeliveryState }) {
  const { t } = useTexts(texts);
  return <Tag color={COLOURS[state]}>{t(`webhooks.state.${state}`)}</Tag>;
}

interface DeliveryLogProps {
  search: WebhookSearch;
  /** Undefined until they are known. */
  endpoints: readonly WebhookEndpointView[] | undefined;
  onChange: (part: Partial<WebhookSearch>) => void;
}

export function DeliveryLog({ search, endpoints, onChange }: DeliveryLogProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const { endpoint, state, event } = search;
  const filter = { endpoint, state, event };
  const list = useInfiniteQuery(deliveryList(filter));
  const items = loadedItems(list.data);
  const clear = () => onChange({ endpoint: undefined, state: undefined, event: undefined });
  const nameOf = (id: string) =>
    endpoints && (endpoints.find((known) => known.id === id)?.description ?? t("webhooks.deletedEndpoint"));
  const columns: TableColumnsType<WebhookDeliveryView> = [
    {
      title: t("webhooks.time"),
      key: "time",
      width: 150,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
    {
      title: t("webhooks.events"),
      key: "event",
      render: (_, delivery) => (
        <>
          <Button
            type="link"
            className="cell-link"
            onClick={() => onChange({ delivery: delivery.id })}
            data-testid="delivery-open"
          >
            {t(`webhooks.event.${delivery.event}`)}
          </Button>
          <div className="small muted">{nameOf(delivery.endpoint_id)}</div>
        </>
      ),
    },
    {
      title: t("webhooks.stateLabel"),
      key: "state",
      width: 160,
      render: (_, { state: ended, next_try_at: next }) => (
        <>
          <DeliveryTag state={ended} />
          {next !== null && (
            <div className="small muted">
              {t("webhooks.nextTry")} <RelativeTime at={next} />
            </div>
          )}
        </>
      ),
    },
    {
      title: t("webhooks.status"),
      key: "status",
      width: 120,
      render: (_, { status, tried_at: tried }) =>
        status ?? (tried === null ? t("app.none") : t("webhooks.noAnswer")),
    },
    {
      title: t("webhooks.attempts"),
      dataIndex: "attempts",
      key: "attempts",
      width: 110,
      hidden: !wide,
    },
  ];
  return (
    <Flex vertical gap={16} component="section">
      <div>
        <h2 className="section-title">{t("webhooks.log")}</h2>
        <p className="muted">{t("webhooks.logHint")}</p>
      </div>
      <FilterBar onClear={isFiltered(filter) ? clear : undefined}>
        <SelectFilter<string>
          value={endpoint}
          label={t("webhooks.endpoint")}
          placeholder={t("webhooks.allEndpoints")}
          options={(endpoints ?? []).map(({ id, description }) => ({ value: id, label: description }))}
          onChange={(value) => onChange({ endpoint: value })}
          data-testid="filter-endpoint"
        />
        <SelectFilter<DeliveryState>
          value={state}
          label={t("webhooks.stateLabel")}
          placeholder={t("webhooks.allStates")}
          options={DELIVERY_STATES.map((value) => ({ value, label: t(`webhooks.state.${value}`) }))}
          onChange={(value) => onChange({ state: value })}
          data-testid="filter-state"
        />
        <SelectFilter<(typeof WEBHOOK_EVENTS)[number]>
          value={event}
          label={t("webhooks.events")}
          placeholder={t("webhooks.allEvents")}
          options={WEBHOOK_EVENTS.map((value) => ({ value, label: t(`webhooks.event.${value}`) }))}
          onChange={(value) => onChange({ event: value })}
          data-testid="filter-event"
        />
      </FilterBar>
      <ListStatus
        list={list}
        empty={
          items.length === 0 &&
          (isFiltered(filter) ? (
            <NoMatch title={t("webhooks.noMatch")} onClear={clear} />
          ) : (
            <EmptyState title={t("webhooks.noDeliveriesTitle")} hint={t("webhooks.noDeliveriesHint")} />
          ))
        }
      />
      {items.length > 0 && (
        <>
          <DataTable<WebhookDeliveryView>
            label={t("webhooks.log")}
            testId="delivery-table"
            columns={columns}
            dataSource={items}
            onOpen={({ id }) => onChange({ delivery: id })}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
    </Flex>
  );
}
