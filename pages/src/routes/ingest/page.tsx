/** Ingest: what waits for ClickHouse, and the parts of uploads that it refused. */
import { RedoOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Card, Flex, Typography } from "antd";
import { deadLetterList } from "../../api/dead-letters.ts";
import { livePlatforms } from "../../api/platforms.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
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
  const letters = list.data?.pages.flatMap((page) => page.items) ?? [];
  const inside = useDialog<string>();
  const actions = useDeadLetterActions();
  return (
    <div className="page" data-testid="ingest-page">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.ingest")}</Typography.Title>
      </div>
      <Flex vertical gap={24}>
        {live.error && <ErrorPanel error={live.error} onRetry={() => void live.refetch()} />}
        {live.data && <IngestStrip view={live.data.ingest} />}
        <section>
          <Flex justify="space-between" align="center" gap={8} wrap>
            <Typography.Title level={2} className="section-title">
              {t("ingest.deadLetters")}
            </Typography.Title>
            {letters.length > 0 && (
              <MayButton
                route="POST /api/v1/ingest/dead-letters/replay"
                icon={<RedoOutlined />}
                loading={actions.isReplayingAll}
                onClick={actions.replayAll}
                data-testid="replay-all"
              >
                {t("ingest.replayAll")}
              </MayButton>
            )}
          </Flex>
          {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
          {list.isLoading && <LoadingCard />}
          {list.data && letters.length === 0 && (
            <Card>
              <Guide title={t("ingest.emptyTitle")} hint={t("ingest.emptyHint")} />
            </Card>
          )}
          {letters.length > 0 && (
            <>
              <DeadLetterTable letters={letters} onOpen={inside.open} actions={actions} />
              <LoadMore
                shown={letters.length}
                hasMore={list.hasNextPage}
                loading={list.isFetchingNextPage}
                onMore={() => void list.fetchNextPage()}
              />
            </>
          )}
        </section>
      </Flex>
      {inside.subject && (
        <DeadLetterDrawer
          key={inside.turn}
          id={inside.subject}
          open={inside.isOpen}
          onClose={inside.close}
          actions={actions}
        />
      )}
    </div>
  );
}
