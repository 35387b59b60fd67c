/** The ingest page: what waits to be written to ClickHouse, and the parts of uploads that ClickHouse rejected. */
import { RedoOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { Flex } from "antd";
import { BULK_ACTIONS } from "../../../../shared/contracts/vocabulary.ts";
import { DEAD_LETTERS_KEY, deadLetterList } from "../../api/dead-letters.ts";
import { loadedItems } from "../../api/keyset.ts";
import { livePlatforms } from "../../api/platforms.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkHost, BulkOpener } from "../../ui/bulk/bulk-opener.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { DeadLetterDrawer } from "./drawer.tsx";
import { IngestStrip } from "./ingest-strip.tsx";
import { DeadLetterTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useDeadLetterActions } from "./use-dead-letter-actions.ts";

export function IngestPage() {
  const { t } = useTexts(texts);
  const live = useQuery(livePlatforms);
  const list = useInfiniteQuery(deadLetterList);
  const letters = loadedItems(list.data);
  const detail = useDialog<string>();
  const actions = useDeadLetterActions();
  const client = useQueryClient();
  return (
    <BulkHost>
      <PageFrame title={t("nav.ingest")} testId="ingest-page">
        <Flex vertical gap={24}>
          {live.error && <ErrorPanel error={live.error} onRetry={() => void live.refetch()} />}
          {live.data && <IngestStrip view={live.data.ingest} />}
          <section>
            <Flex justify="space-between" align="center" gap={8} wrap>
              <h2 className="section-title">{t("ingest.deadLetters")}</h2>
              {letters.length > 0 && (
                <BulkOpener
                  route="POST /api/v1/ingest/dead-letters/bulk"
                  icon={<RedoOutlined />}
                  // Batches that die meanwhile are not part of it.
                  subject={() => ({
                    noun: "dead-letters",
                    actions: BULK_ACTIONS["dead-letters"],
                    filter: { dead_before: Date.now() },
                  })}
                  onChanged={() => void client.invalidateQueries({ queryKey: DEAD_LETTERS_KEY })}
                  data-testid="act-on-all"
                >
                  {t("ingest.actOnAll")}
                </BulkOpener>
              )}
            </Flex>
            <ListStatus
              list={list}
              empty={
                letters.length === 0 && (
                  <EmptyState title={t("ingest.emptyTitle")} hint={t("ingest.emptyHint")} />
                )
              }
            />
            {letters.length > 0 && (
              <>
                <DeadLetterTable letters={letters} onOpen={detail.open} actions={actions} />
                <LoadMore shown={letters.length} list={list} />
              </>
            )}
          </section>
        </Flex>
        {detail.subject && (
          <DeadLetterDrawer
            key={detail.turn}
            id={detail.subject}
            open={detail.isOpen}
            onClose={detail.close}
            actions={actions}
          />
        )}
      </PageFrame>
    </BulkHost>
  );
}
