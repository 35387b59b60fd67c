/** Figures of what waits to be written to ClickHouse. */
import { Link } from "@tanstack/react-router";
import { Alert, Statistic } from "antd";
import type { IngestView } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Panel } from "../../ui/panel.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./texts.ts";
import "./ingest.css";

/** Leads to the page where a person decides, for who may see it. */
function QuarantineLink({ text }: { text: string }) {
  return useCan()("GET /api/v1/quarantine") ? (
    <Link to="/quarantine" search={{}}>
      {text}
    </Link>
  ) : (
    text
  );
}

export function IngestStrip({ view }: { view: IngestView }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  return (
    <Panel title={t("ingest.title")} data-testid="ingest">
      <div className="ingest-numbers">
        <Statistic
          title={t("ingest.waitingRows")}
          value={view.waiting_rows}
          formatter={() => <span data-testid="waiting-rows">{count(view.waiting_rows)}</span>}
        />
        <Statistic title={t("ingest.waitingParts")} formatter={() => count(view.waiting_parts)} />
        <Statistic
          title={t("ingest.oldest")}
          formatter={() =>
            view.oldest_waiting_at === null ? (
              t("ingest.nothingWaiting")
            ) : (
              <RelativeTime at={view.oldest_waiting_at} />
            )
          }
        />
        <Statistic
          title={<QuarantineLink text={t("ingest.quarantined")} />}
          formatter={() => <span data-testid="quarantined-rows">{count(view.quarantined_rows)}</span>}
          styles={view.quarantined_rows > 0 ? { content: { color: "var(--ant-color-warning)" } } : undefined}
        />
        <Statistic
          title={t("ingest.deadLetters")}
          formatter={() => count(view.dead_letters)}
          styles={view.dead_letters > 0 ? { content: { color: "var(--ant-color-error)" } } : undefined}
        />
      </div>
      {view.last_error && (
        <Alert
          type="warning"
          showIcon
          title={t("ingest.lastError")}
          description={<code className="wrap">{view.last_error}</code>}
        />
      )}
    </Panel>
  );
}
