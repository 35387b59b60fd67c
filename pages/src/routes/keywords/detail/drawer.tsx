/** One keyword: where it stands, its latest run and parts, and why. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Drawer, Flex, Skeleton, Typography } from "antd";
import type { Keyword, KeywordAction } from "../../../../../shared/contracts/keyword.ts";
import { keywordDetail } from "../../../api/keywords.ts";
import type { KeywordDetail } from "../../../api/types.ts";
import { useTexts } from "../../../i18n/texts.ts";
import { ErrorPanel } from "../../../ui/error-panel.tsx";
import { StateTag } from "../../../ui/state-tag.tsx";
import { RelativeTime } from "../../../ui/time.tsx";
import { RowActions } from "../row-actions.tsx";
import { texts as pageTexts } from "../texts.ts";
import { PartsTable } from "./parts-table.tsx";
import { RunFacts } from "./run-facts.tsx";
import { texts } from "./texts.ts";
import { EventTimeline } from "./timeline.tsx";

/** Pixels; narrow screens give all they have. */
const WIDTH = 640;

interface KeywordDrawerProps {
  /** Closed when there is none. */
  id: string | undefined;
  onClose: () => void;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
}

export function KeywordDrawer({ id, onClose, onAct }: KeywordDrawerProps) {
  const { t } = useTexts(texts);
  const detail = useQuery({ ...keywordDetail(id ?? ""), enabled: id !== undefined });
  const keyword = detail.data?.keyword;
  return (
    <Drawer
      open={id !== undefined}
      onClose={onClose}
      size={Math.min(WIDTH, window.innerWidth)}
      title={keyword?.keyword ?? t("keyword-detail.title")}
      extra={keyword && <RowActions keyword={keyword} onAct={onAct} />}
      data-testid="keyword-drawer"
      destroyOnHidden
    >
      {detail.error && <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />}
      {detail.isLoading && <Skeleton active paragraph={{ rows: 8 }} />}
      {detail.data && <Detail detail={detail.data} />}
    </Drawer>
  );
}

function Detail({ detail: { keyword, parts } }: { detail: KeywordDetail }) {
  const { t } = useTexts(texts, pageTexts);
  return (
    <Flex vertical gap={24}>
      <Flex vertical gap={8}>
        <Flex gap={8} wrap align="center">
          <StateTag state={keyword.deleted_at === null ? keyword.state : "deleted"} />
          <span>
            {[t(`platform.${keyword.platform}`), keyword.city, t(`channel.${keyword.channel}`)].join(" · ")}
          </span>
        </Flex>
        {keyword.due_at !== null && (
          <span className="small muted">
            {t("keywords.due")}: <RelativeTime at={keyword.due_at} />
          </span>
        )}
        {keyword.last_error && (
          <Alert
            type="error"
            title={t("keyword-detail.error")}
            description={<span className="wrap">{keyword.last_error}</span>}
          />
        )}
      </Flex>
      <section>
        <Typography.Title level={2} className="section-title">
          {t("keyword-detail.latestRun")}
        </Typography.Title>
        {keyword.run ? <RunFacts run={keyword.run} /> : <p className="muted">{t("keyword-detail.noRun")}</p>}
      </section>
      {parts.length > 0 && (
        <section>
          <Typography.Title level={2} className="section-title">
            {t("keyword-detail.parts")}
          </Typography.Title>
          <p className="small muted">{t("keyword-detail.partsHint")}</p>
          <PartsTable parts={parts} />
        </section>
      )}
      <section>
        <Typography.Title level={2} className="section-title">
          {t("keyword-detail.why")}
        </Typography.Title>
        <EventTimeline id={keyword.id} />
      </section>
    </Flex>
  );
}
