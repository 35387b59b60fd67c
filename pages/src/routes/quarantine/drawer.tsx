/** One batch: what is off, where it came from, and its first rows as they were sent. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Descriptions, Flex } from "antd";
import { type QuarantinedDetail, quarantinedDetail } from "../../api/quality.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { SentRows } from "../../ui/sent-rows.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { DecisionButtons } from "./decision-buttons.tsx";
import { useFindingText } from "./finding-text.ts";
import { texts } from "./texts.ts";

export function BatchDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTexts(texts);
  const detail = useQuery(quarantinedDetail(id));
  return (
    <SideDrawer
      open
      onClose={onClose}
      title={t("quarantine.batch")}
      extra={detail.data?.can_release && <DecisionButtons batches={[detail.data]} onDecided={onClose} />}
      data-testid="quarantined"
    >
      <Loaded query={detail}>{(batch) => <Detail batch={batch} />}</Loaded>
    </SideDrawer>
  );
}

function Detail({ batch }: { batch: QuarantinedDetail }) {
  const { t, language } = useTexts(texts);
  const findingText = useFindingText();
  const facts = [
    [t("fields.platform"), t(`platform.${batch.platform}`)],
    [t("fields.rows"), formatCount(batch.rows, language)],
    [t("quarantine.source"), batch.source],
    [t("quarantine.request"), <code key="request">{batch.request_id}</code>],
    [t("quarantine.run"), batch.run_id === null ? t("app.none") : <code key="run">{batch.run_id}</code>],
    [t("quarantine.acceptedAt"), <RelativeTime key="at" at={batch.accepted_at} />],
    [
      t("quarantine.decision"),
      <span key="decision">
        {t(`quarantine.state.${batch.state}`)}
        {batch.decision && ` · ${t("quarantine.decided", { ...batch.decision })}`}
      </span>,
    ],
  ] as const;
  return (
    <Flex vertical gap={24}>
      <Alert
        type={batch.stored ? "info" : "warning"}
        showIcon
        title={t("quarantine.reason")}
        description={
          <ul data-testid="findings">
            {batch.findings.map((finding) => (
              <li key={`${finding.field}${finding.kind}`}>{findingText(finding)}</li>
            ))}
            {batch.stored && <li>{t("quarantine.stored")}</li>}
          </ul>
        }
      />
      <Descriptions
        column={1}
        size="small"
        items={facts.map(([label, children]) => ({ key: label, label, children }))}
      />
      <SentRows id={batch.id} rows={batch.rows_sent} isMissing={batch.rows_missing} />
    </Flex>
  );
}
