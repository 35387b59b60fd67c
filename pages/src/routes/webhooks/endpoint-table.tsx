/** Webhook endpoints as a table: what each is told of, and how it answers. */
import { Flex, type TableColumnsType, Tag } from "antd";
import type { WebhookEndpointView } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { LiveActions } from "../../ui/record-actions.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import type { EndpointActions } from "./use-endpoint-actions.ts";

interface EndpointTableProps {
  items: WebhookEndpointView[];
  actions: EndpointActions;
  onEdit: (id: string) => void;
  onLog: (id: string) => void;
}

export function EndpointTable({ items, actions, onEdit, onLog }: EndpointTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const none = <span className="muted">{t("app.none")}</span>;
  const columns: TableColumnsType<WebhookEndpointView> = [
    {
      title: t("webhooks.description"),
      key: "description",
      render: (_, endpoint) => (
        <>
          {endpoint.description}
          <div className="small muted">{endpoint.url}</div>
          <EndpointState endpoint={endpoint} />
        </>
      ),
    },
    {
      title: t("webhooks.events"),
      key: "events",
      hidden: !wide,
      render: (_, { events }) => (
        <Flex gap={4} wrap>
          {events.map((event) => (
            <Tag key={event}>{t(`webhooks.event.${event}`)}</Tag>
          ))}
        </Flex>
      ),
    },
    {
      title: t("webhooks.lastDelivered"),
      key: "last",
      width: 150,
      render: (_, { last_delivered_at: at }) => (at === null ? none : <RelativeTime at={at} />),
    },
    actionsColumn({
      width: 110,
      render: (endpoint) => (
        <RowActions
          endpoint={endpoint}
          actions={actions}
          onEdit={() => onEdit(endpoint.id)}
          onLog={() => onLog(endpoint.id)}
        />
      ),
    }),
  ];
  return (
    <DataTable<WebhookEndpointView>
      label={t("webhooks.table")}
      testId="endpoint-table"
      columns={columns}
      dataSource={items}
    />
  );
}

function EndpointState({ endpoint }: { endpoint: WebhookEndpointView }) {
  const { t, language } = useTexts(texts);
  const { enabled, disabled_reason: reason, failing_since: since, overlap_until: overlap } = endpoint;
  return (
    <>
      <Tag color={enabled ? "success" : "default"} data-testid="endpoint-state">
        {t(enabled ? "webhooks.on" : "webhooks.off")}
      </Tag>
      {enabled && since !== null && <Tag color="error">{t("webhooks.failing")}</Tag>}
      {overlap !== null && overlap > Date.now() && (
        <Tag color="blue">{t("webhooks.overlap", { time: formatDateTime(overlap, language) })}</Tag>
      )}
      {reason !== null && <div className="small">{reason}</div>}
      {since !== null && (
        <div className="small muted">
          {t("webhooks.failingSince")} <RelativeTime at={since} />:{" "}
          {endpoint.last_error !== null && <ServerText text={endpoint.last_error} />}
        </div>
      )}
      {endpoint.overflowed > 0 && (
        <div className="small">{t("webhooks.overflowed", { count: endpoint.overflowed })}</div>
      )}
    </>
  );
}

interface RowActionsProps {
  endpoint: WebhookEndpointView;
  actions: EndpointActions;
  onEdit: () => void;
  onLog: () => void;
}

function RowActions({ endpoint, actions, onEdit, onLog }: RowActionsProps) {
  const { t } = useTexts(texts);
  const can = useCan();
  const mayChange = can("PATCH /api/v1/webhook-endpoints/{id}");
  return (
    <LiveActions
      name={endpoint.description}
      edit={mayChange && { onClick: onEdit }}
      actions={[
        can("GET /api/v1/webhook-deliveries") && {
          key: "log",
          label: t("webhooks.showLog"),
          onClick: onLog,
        },
        can("POST /api/v1/webhook-endpoints/{id}/test") && {
          key: "test",
          label: t("webhooks.test"),
          onClick: () => actions.test(endpoint),
        },
        can("POST /api/v1/webhook-endpoints/{id}/secret") && {
          key: "rotate",
          label: t("webhooks.rotate"),
          onClick: () => actions.rotate(endpoint),
        },
        mayChange && {
          key: "toggle",
          label: t(endpoint.enabled ? "webhooks.switchOff" : "webhooks.switchOn"),
          onClick: () => actions.toggle(endpoint),
        },
        endpoint.enabled &&
          can("POST /api/v1/webhook-deliveries/replay") && {
            key: "replay",
            label: t("webhooks.replayFailed"),
            onClick: () => actions.replay(endpoint),
          },
        can("DELETE /api/v1/webhook-endpoints/{id}") && {
          key: "delete",
          label: t("app.delete"),
          danger: true,
          onClick: () => actions.remove(endpoint),
        },
      ]}
    />
  );
}
