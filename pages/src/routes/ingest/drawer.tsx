/** One dead letter: why it was rejected, and its first rows as they were sent. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Descriptions, Flex } from "antd";
import { deadLetterDetail } from "../../api/dead-letters.ts";
import type { DeadLetterDetail } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { SentRows } from "../../ui/sent-rows.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./texts.ts";
import type { DeadLetterActions } from "./use-dead-letter-actions.ts";

interface DeadLetterDrawerProps {
  id: string;
  open: boolean;
  onClose: () => void;
  actions: DeadLetterActions;
}

export function DeadLetterDrawer({ id, open, onClose, actions }: DeadLetterDrawerProps) {
  const { t } = useTexts(texts);
  const detail = useQuery(deadLetterDetail(id));
  const letter = detail.data;
  return (
    <SideDrawer
      open={open}
      onClose={onClose}
      title={t("ingest.deadLetter")}
      extra={
        letter && (
          <Flex gap={8}>
            <PermissionButton
              route="POST /api/v1/ingest/dead-letters/{id}/replay"
              type="primary"
              onClick={() => {
                onClose();
                actions.replay(letter);
              }}
              data-testid="replay"
            >
              {t("ingest.replay")}
            </PermissionButton>
          </Flex>
        )
      }
      data-testid="dead-letter"
    >
      <Loaded query={detail}>{(data) => <Detail letter={data} />}</Loaded>
    </SideDrawer>
  );
}

function Detail({ letter }: { letter: DeadLetterDetail }) {
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
      <SentRows id={letter.id} rows={letter.rows} isMissing={letter.rows_missing} />
    </Flex>
  );
}
