/** What waits between the spool and ClickHouse. */
import { Alert, Card, Statistic } from "antd";
import { useTranslation } from "react-i18next";
import type { IngestView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { RelativeTime } from "../../ui/time.tsx";

export function IngestStrip({ view }: { view: IngestView }) {
  const { t, i18n } = useTranslation();
  const count = (value: number) => formatCount(value, i18n.language);
  return (
    <Card title={t("overview.ingest")} size="small" data-testid="ingest">
      <div className="ingest-numbers">
        <Statistic
          title={t("overview.waitingRows")}
          value={view.waiting_rows}
          formatter={() => <span data-testid="waiting-rows">{count(view.waiting_rows)}</span>}
        />
        <Statistic title={t("overview.waitingParts")} formatter={() => count(view.waiting_parts)} />
        <Statistic
          title={t("overview.oldest")}
          formatter={() =>
            view.oldest_waiting_at === null ? (
              t("overview.nothingWaiting")
            ) : (
              <RelativeTime at={view.oldest_waiting_at} />
            )
          }
        />
        <Statistic
          title={t("overview.dead")}
          formatter={() => count(view.dead_letters)}
          styles={view.dead_letters > 0 ? { content: { color: "var(--ant-color-error)" } } : undefined}
        />
      </div>
      {view.last_error && (
        <Alert
          type="warning"
          showIcon
          title={t("overview.lastError")}
          description={<code className="wrap">{view.last_error}</code>}
        />
      )}
    </Card>
  );
}
