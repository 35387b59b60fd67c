/** One keyword: its state, its latest run with its parts, and its history. */
import { useQuery } from "@tanstack/react-query";
import { Alert, Flex } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { keywordDetail, keywordWhy } from "../../api/keywords.ts";
import type { KeywordDetail } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { StateTag } from "../../ui/state-tag.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { WhyBox } from "../../ui/why/why-box.tsx";
import { keptPageOf } from "./detail/kept-page.ts";
import { KeptPageLink } from "./detail/kept-page-link.tsx";
import { PartsTable } from "./detail/parts-table.tsx";
import { RunFacts } from "./detail/run-facts.tsx";
import { KeywordRuns } from "./detail/runs.tsx";
import { texts as detailTexts } from "./detail/texts.ts";
import { EventTimeline } from "./detail/timeline.tsx";
import { RowActions } from "./row-actions.tsx";
import { texts } from "./texts.ts";

/** Pixels. */
const WIDTH = 640;

interface KeywordDrawerProps {
  /** Undefined while the drawer is closed. */
  id: string | undefined;
  onClose: () => void;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
  onEdit: (keyword: Keyword) => void;
}

export function KeywordDrawer({ id, onClose, onAct, onEdit }: KeywordDrawerProps) {
  const { t } = useTexts(detailTexts);
  const detail = useQuery({ ...keywordDetail(id ?? ""), enabled: id !== undefined });
  const keyword = detail.data?.keyword;
  return (
    <SideDrawer
      open={id !== undefined}
      onClose={onClose}
      width={WIDTH}
      title={keyword?.keyword ?? t("keyword-detail.title")}
      extra={keyword && <RowActions keyword={keyword} onAct={onAct} onEdit={onEdit} />}
      data-testid="keyword-drawer"
      destroyOnHidden
    >
      <Loaded query={detail}>{(data) => <Detail detail={data} />}</Loaded>
    </SideDrawer>
  );
}

function Detail({ detail: { keyword, parts } }: { detail: KeywordDetail }) {
  const { t } = useTexts(texts, detailTexts);
  const can = useCan();
  const { data: why } = useQuery({
    ...keywordWhy(keyword.id),
    enabled: can("GET /api/v1/keywords/{id}/why"),
  });
  return (
    <Flex vertical gap={24}>
      {why && <WhyBox why={why} />}
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
            description={<LastError error={keyword.last_error} />}
          />
        )}
      </Flex>
      <section>
        <h2 className="section-title">{t("keyword-detail.latestRun")}</h2>
        {keyword.run ? (
          <RunFacts run={keyword.run} coverage={keyword.coverage} />
        ) : (
          <p className="muted">{t("keyword-detail.noRun")}</p>
        )}
      </section>
      {parts.length > 0 && (
        <section>
          <h2 className="section-title">{t("keyword-detail.parts")}</h2>
          <p className="small muted">{t("keyword-detail.partsHint")}</p>
          <PartsTable parts={parts} />
        </section>
      )}
      <section>
        <h2 className="section-title">{t("keyword-detail.runs")}</h2>
        <KeywordRuns id={keyword.id} />
      </section>
      <section>
        <h2 className="section-title">{t("keyword-detail.why")}</h2>
        <EventTimeline id={keyword.id} />
      </section>
    </Flex>
  );
}

function LastError({ error }: { error: string }) {
  const { text, key } = keptPageOf(error);
  return (
    <>
      <span className="wrap">{text}</span>
      {key !== null && (
        <div>
          <KeptPageLink pageKey={key} />
        </div>
      )}
    </>
  );
}
