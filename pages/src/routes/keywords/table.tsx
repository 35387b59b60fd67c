/** The list of keywords. On narrow screens the columns fold into three. */
import { Button, type TableColumnsType, Tooltip } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { KEYWORD_ACTIONS } from "../../../../shared/contracts/vocabulary.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CoverageBar } from "../../ui/coverage.tsx";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { StateTag } from "../../ui/state-tag.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useNow } from "../../ui/use-now.ts";
import { useWide } from "../../ui/use-wide.ts";
import { routeOf } from "./actions.ts";
import { isGoodOutcome } from "./good-outcome.ts";
import { RowActions } from "./row-actions.tsx";
import { RunNotes } from "./run-notes.tsx";
import { texts } from "./texts.ts";

interface KeywordTableProps {
  keywords: Keyword[];
  selected: string[];
  onSelect: (ids: string[]) => void;
  onOpen: (keyword: Keyword) => void;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
  onEdit: (keyword: Keyword) => void;
}

export function KeywordTable(props: KeywordTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const can = useCan();
  const canAct = [...KEYWORD_ACTIONS.map(routeOf), "PATCH /api/v1/keywords/{id}" as const].some(can);

  const columns: TableColumnsType<Keyword> = [
    {
      title: t("keywords.keyword"),
      key: "keyword",
      render: (_, keyword) => <KeywordCell keyword={keyword} onOpen={props.onOpen} outcome={!wide} />,
    },
    {
      title: t("fields.state"),
      key: "state",
      width: wide ? 116 : 112,
      render: (_, keyword) => (
        <>
          <StateTag state={keyword.deleted_at === null ? keyword.state : "deleted"} />
          {!wide && keyword.coverage ? <KeywordCoverage keyword={keyword} /> : null}
        </>
      ),
    },
    {
      title: t("coverage.title"),
      key: "coverage",
      width: 136,
      hidden: !wide,
      render: (_, keyword) => <KeywordCoverage keyword={keyword} />,
    },
    {
      title: t("keywords.outcome"),
      key: "outcome",
      width: 120,
      hidden: !wide,
      render: (_, keyword) => <OutcomeCell keyword={keyword} />,
    },
    { title: t("keywords.attempts"), dataIndex: "attempts", width: 88, align: "right", hidden: !wide },
    { title: t("keywords.priority"), dataIndex: "priority", width: 80, align: "right", hidden: !wide },
    {
      title: t("keywords.due"),
      key: "due",
      width: 124,
      hidden: !wide,
      render: (_, keyword) => <DueCell at={keyword.due_at} />,
    },
    actionsColumn({
      width: wide ? 136 : 44,
      hasTitle: wide,
      hidden: !canAct,
      render: (keyword) => (
        <RowActions keyword={keyword} compact={!wide} onAct={props.onAct} onEdit={props.onEdit} />
      ),
    }),
  ];

  return (
    <DataTable<Keyword>
      label={t("keywords.table")}
      testId="keyword-table"
      hasStickyHead
      columns={columns}
      dataSource={props.keywords}
      rowSelection={
        can("POST /api/v1/keywords/actions/{action}")
          ? {
              columnWidth: wide ? 48 : 32,
              selectedRowKeys: props.selected,
              onChange: (keys) => props.onSelect(keys.map(String)),
              getCheckboxProps: (keyword) => ({ "aria-label": keyword.keyword }),
            }
          : undefined
      }
    />
  );
}

interface KeywordCellProps {
  keyword: Keyword;
  /** Shows the last outcome too: narrow screens have no column for it. */
  outcome: boolean;
  onOpen: (keyword: Keyword) => void;
}

function KeywordCell({ keyword, outcome, onOpen }: KeywordCellProps) {
  const { t } = useTexts(texts);
  const where = [t(`platform.${keyword.platform}`), keyword.city];
  if (keyword.channel !== "web") where.push(t(`channel.${keyword.channel}`));
  return (
    <div className="keyword-cell">
      <Button
        type="link"
        className="keyword-open"
        title={t("keywords.open", { keyword: keyword.keyword })}
        onClick={() => onOpen(keyword)}
        data-testid="keyword-open"
      >
        {keyword.keyword}
      </Button>
      <div className="small muted">{where.join(" · ")}</div>
      {outcome && keyword.last_outcome !== null && keyword.last_outcome !== "ok" && (
        <OutcomeCell keyword={keyword} />
      )}
    </div>
  );
}

/** The figure of the last run that ended; a later run that goes on, failed or was blocked leaves it. */
function KeywordCoverage({ keyword: { run, coverage } }: { keyword: Keyword }) {
  const { t } = useTexts(texts);
  if (!coverage) return <span className="small muted">{t("coverage.unknown")}</span>;
  return (
    <>
      <CoverageBar distinct={coverage.distinct} reported={coverage.reported} />
      {run && <RunNotes run={run} />}
    </>
  );
}

function OutcomeCell({ keyword }: { keyword: Keyword }) {
  const { t } = useTexts(texts);
  if (keyword.last_outcome === null) return <span className="muted">{t("app.none")}</span>;
  const good = isGoodOutcome(keyword.last_outcome);
  return (
    <Tooltip title={good ? undefined : keyword.last_error}>
      <span className={good ? "small" : "small danger"}>{t(`outcome.${keyword.last_outcome}`)}</span>
    </Tooltip>
  );
}

function DueCell({ at }: { at: number | null }) {
  const { t } = useTexts(texts);
  const now = useNow();
  if (at === null) return <span className="muted">{t("app.none")}</span>;
  return at <= now ? <span>{t("keywords.dueNow")}</span> : <RelativeTime at={at} />;
}
