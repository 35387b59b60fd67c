/** Inside a dead letter: why it was refused, and its first rows as they were sent. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Descriptions, Drawer, Flex, Skeleton, Typography } from "antd";
import { deadLetterInside } from "../../api/dead-letters.ts";
import type { DeadLetterInside } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./texts.ts";
import type { DeadLetterActions } from "./use-dead-letter-actions.ts";

/** Pixels; narrow screens give all they have. */
const WIDTH = 720;

interface DeadLetterDrawerProps {
  id: string;
  open: boolean;
  onClose: () => void;
  actions: DeadLetterActions;
}

export function DeadLetterDrawer({ id, open, onClose, actions }: DeadLetterDrawerProps) {
  const { t } = useTexts(texts);
  const { data, error, isLoading, refetch } = useQuery(deadLetterInside(id));
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={Math.min(WIDTH, window.innerWidth)}
      title={t("ingest.inside")}
      extra={
        data && (
          <Flex gap={8}>
            <MayButton
              route="POST /api/v1/ingest/dead-letters/{id}/replay"
              type="primary"
              onClick={() => {
                onClose();
                actions.replay(data);
              }}
              data-testid="replay"
            >
              {t("ingest.replay")}
            </MayButton>
          </Flex>
        )
      }
      data-testid="dead-letter"
    >
      {error && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {data && <Inside letter={data} />}
    </Drawer>
  );
}

function Inside({ letter }: { letter: DeadLetterInside }) {
  const { t, language } = useTexts(texts);
  const count = (value: number) => formatCount(value, language);
  const facts = [
    [t("ingest.upload"), <code key="upload">{letter.upload_id}</code>],
    [t("ingest.part"), count(letter.part)],
    [t("ingest.batchId"), letter.batch_id === null ? "–" : <code key="batch">{letter.batch_id}</code>],
    [t("ingest.kind"), `${t(`platform.${letter.platform}`)} · ${t(`ingest.type.${letter.data_type}`)}`],
    [t("ingest.source"), letter.source],
    [t("fields.rows"), count(letter.received)],
    [t("ingest.attempts"), count(letter.attempts)],
    [t("ingest.acceptedAt"), <RelativeTime key="at" at={letter.accepted_at} />],
  ] as const;
  return (
    <Flex vertical gap={24}>
      {letter.error && (
        <Alert
          type="error"
          showIcon
          title={t("ingest.rejected")}
          description={<code className="wrap">{letter.error}</code>}
        />
      )}
      <Descriptions
        column={1}
        size="small"
        items={facts.map(([label, children]) => ({ key: label, label, children }))}
      />
      <section>
        <Typography.Title level={2} className="section-title">
          {t("ingest.firstRows")}
        </Typography.Title>
        {letter.rows_missing && <Alert type="warning" title={t("ingest.rowsMissing")} />}
        {letter.rows.map((row, index) => (
          <details key={`${letter.id} ${index.toString()}`} open={index === 0}>
            <summary>{t("ingest.row", { number: index + 1 })}</summary>
            <pre className="raw-row" data-testid="raw-row">
              {JSON.stringify(row, null, 2)}
            </pre>
          </details>
        ))}
      </section>
    </Flex>
  );
}
