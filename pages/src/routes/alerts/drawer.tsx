/** One alert: what it says, who looks after it, and its history. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Flex, Timeline } from "antd";
import { useState } from "react";
import { RESOLUTIONS } from "../../../../shared/contracts/alert.ts";
import { ALERTS_KEY, type AlertDetailView, alertDetail, unacknowledgeAlert } from "../../api/alerts.ts";
import { useCan } from "../../auth/me.ts";
import { formatDuration } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { FactTable } from "../../ui/fact-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { AlertStateTag, SeverityTag } from "./state-tags.tsx";
import { texts } from "./texts.ts";
import { useAlertWords } from "./words.ts";

export function AlertDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const { t } = useTexts(texts);
  return (
    <SideDrawer
      open={id !== undefined}
      title={t("alerts.alert")}
      onClose={onClose}
      data-testid="alert-drawer"
    >
      {id !== undefined && <Content id={id} />}
    </SideDrawer>
  );
}

function Content({ id }: { id: string }) {
  const query = useQuery(alertDetail(id));
  return (
    <Loaded query={query}>
      {(alert) => (
        <Flex vertical gap={16}>
          <Actions alert={alert} />
          <Facts alert={alert} />
          <History alert={alert} />
        </Flex>
      )}
    </Loaded>
  );
}

function Actions({ alert }: { alert: AlertDetailView }) {
  const { t } = useTexts(texts);
  const client = useQueryClient();
  const onError = useFailureNotice();
  const [isAsking, setIsAsking] = useState(false);
  const giveBack = useMutation({
    mutationFn: () => unacknowledgeAlert(alert.id),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: ALERTS_KEY }),
  });
  return (
    <Flex gap={8} align="center" wrap>
      <AlertStateTag state={alert.state} />
      <SeverityTag severity={alert.severity} />
      {alert.resolved_at === null && alert.acknowledged_at === null && (
        <PermissionButton
          route="POST /api/v1/alerts/acknowledge"
          type="primary"
          onClick={() => setIsAsking(true)}
          data-testid="acknowledge"
        >
          {t("alerts.acknowledge")}
        </PermissionButton>
      )}
      {alert.state === "acknowledged" && (
        <PermissionButton
          route="POST /api/v1/alerts/{id}/unacknowledge"
          loading={giveBack.isPending}
          onClick={() => giveBack.mutate()}
          data-testid="unacknowledge"
        >
          {t("alerts.giveBack")}
        </PermissionButton>
      )}
      {isAsking && <AcknowledgeDialog ids={[alert.id]} onClose={() => setIsAsking(false)} />}
    </Flex>
  );
}

/** Where the evidence of an alert is found. */
function Evidence({ alert: { rule, labels } }: { alert: AlertDetailView }) {
  const { t } = useTexts(texts);
  const can = useCan();
  if (rule.metric === "jobdata_node_up" && can("GET /api/v1/nodes"))
    return <Link to="/nodes">{t("nav.nodes")}</Link>;
  if (rule.metric.startsWith("jobdata_task_") && can("GET /api/v1/tasks"))
    return (
      <Link to="/tasks" search={{ tab: "queues" }}>
        {t("nav.tasks")}
      </Link>
    );
  if (rule.metric.startsWith("jobdata_dead_letters") || rule.metric.startsWith("jobdata_ingest_"))
    return <Link to="/ingest">{t("nav.ingest")}</Link>;
  if (rule.metric.startsWith("jobdata_quarantined_"))
    return <Link to="/quarantine">{t("nav.quarantine")}</Link>;
  if (rule.metric.startsWith("jobdata_quality_")) return <Link to="/quality">{t("nav.quality")}</Link>;
  if (rule.metric.startsWith("jobdata_dictionaries_"))
    return <Link to="/dictionaries">{t("nav.dictionaries")}</Link>;
  if (rule.metric.startsWith("jobdata_schedule")) return <Link to="/schedules">{t("nav.schedules")}</Link>;
  if (labels.platform !== undefined) return <Link to="/">{t("nav.overview")}</Link>;
  return <>{t("app.none")}</>;
}

function Facts({ alert }: { alert: AlertDetailView }) {
  const { t, language } = useTexts(texts);
  const words = useAlertWords();
  const { rule } = alert;
  const rows = [
    { label: t("alerts.rule"), children: words.nameOf(rule) },
    { label: t("alerts.metric"), children: words.metric(rule.metric) },
    { label: t("alerts.series"), children: words.labels(alert.labels) || t("app.none") },
    {
      label: t("alerts.value"),
      children: alert.value === null ? t("app.none") : words.value(rule.metric, alert.value),
    },
    {
      label: t("alerts.conditionLabel"),
      children:
        words.condition(rule.metric, rule.comparison, alert.threshold) +
        (rule.window_s > 0
          ? ` · ${t("alerts.for", { time: formatDuration(rule.window_s * 1000, language) })}`
          : ""),
    },
    { label: t("alerts.since"), children: <ExactTime at={alert.since} /> },
    { label: t("alerts.evidence"), children: <Evidence alert={alert} /> },
    ...(alert.acknowledged_by === null
      ? []
      : [{ label: t("alerts.who"), children: `${alert.acknowledged_by}: ${alert.note ?? ""}` }]),
  ];
  return <FactTable facts={rows} />;
}

function History({ alert }: { alert: AlertDetailView }) {
  const { t } = useTexts(texts);
  const words = useAlertWords();
  const noteOf = (note: string | null): string => {
    const why = RESOLUTIONS.find((known) => known === note);
    return why ? t(`alerts.resolution.${why}`) : (note ?? "");
  };
  return (
    <section data-testid="alert-history">
      <h3>{t("alerts.history")}</h3>
      <Timeline
        items={alert.events.map(({ at, event, value, actor, note }) => ({
          key: `${at} ${event}`,
          content: (
            <>
              <strong>{t(`alerts.event.${event}`)}</strong>{" "}
              <span className="small muted">
                <ExactTime at={at} />
                {actor !== null && ` · ${actor}`}
              </span>
              <div className="small muted wrap">
                {[value === null ? "" : words.value(alert.rule.metric, value), noteOf(note)]
                  .filter(Boolean)
                  .join(" · ")}
              </div>
            </>
          ),
        }))}
      />
    </section>
  );
}
