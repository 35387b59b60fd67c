/** The list of keywords. On narrow screens the columns fold into three. */
import { Button, Card, Grid, Table, type TableColumnsType, Tooltip, Typography } from "antd";
import type { Keyword, KeywordAction } from "../../../../shared/contracts/keyword.ts";
import { useMay } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CoverageBar } from "../../ui/coverage.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { StateTag } from "../../ui/state-tag.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useNow } from "../../ui/use-now.ts";
import { RowActions } from "./row-actions.tsx";
import { texts } from "./texts.ts";

interface KeywordTableProps {
  keywords: Keyword[];
  loading: boolean;
  /** Filters are set: an empty list means no match. */
  filtered: boolean;
  selected: string[];
  onSelect: (ids: string[]) => void;
  onOpen: (keyword: Keyword) => void;
  onAct: (action: KeywordAction, keywords: Keyword[]) => void;
  onClearFilters: () => void;
  onAdd: () => void;
}

export function KeywordTable(props: KeywordTableProps) {
  const { t } = useTexts(texts);
  const screens = Grid.useBreakpoint();
  const wide = screens.lg ?? true;
  const may = useMay();
  const { keywords, filtered } = props;

  if (props.loading) {
    return <LoadingCard />;
  }
  if (keywords.length === 0) {
    return (
      <Card>
        {filtered ? (
          <Guide title={t("keywords.noMatchTitle")} hint={t("filters.noMatchHint")}>
            <Button onClick={props.onClearFilters}>{t("app.reset")}</Button>
          </Guide>
        ) : (
          <Guide title={t("keywords.emptyTitle")} hint={t("keywords.emptyHint")}>
            <MayButton route="POST /api/v1/keywords" type="primary" onClick={props.onAdd}>
              {t("keywords.add")}
            </MayButton>
          </Guide>
        )}
      </Card>
    );
  }

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
          {!wide && keyword.run?.reported ? <KeywordCoverage keyword={keyword} /> : null}
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
    {
      title: <span className={wide ? undefined : "visually-hidden"}>{t("table.actions")}</span>,
      key: "actions",
      width: wide ? 136 : 44,
      align: "right",
      render: (_, keyword) => <RowActions keyword={keyword} compact={!wide} onAct={props.onAct} />,
    },
  ];

  return (
    <TableFrame label={t("keywords.table")} testId="keyword-table">
      <Table<Keyword>
        rowKey="id"
        size={wide ? "medium" : "small"}
        columns={columns}
        dataSource={keywords}
        pagination={false}
        rowSelection={
          may("POST /api/v1/keywords/actions/{action}")
            ? {
                columnWidth: wide ? 48 : 32,
                selectedRowKeys: props.selected,
                onChange: (keys) => props.onSelect(keys.map(String)),
                getCheckboxProps: (keyword) => ({ "aria-label": keyword.keyword }),
              }
            : undefined
        }
      />
    </TableFrame>
  );
}

interface KeywordCellProps {
  keyword: Keyword;
  /** Narrow screens have no column of its own for it. */
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

function KeywordCoverage({ keyword: { run } }: { keyword: Keyword }) {
  return <CoverageBar distinct={run?.distinct ?? 0} reported={run?.reported ?? null} />;
}

const GOOD_ENDS: readonly Keyword["last_outcome"][] = ["ok", "true-zero", "past-end", "skipped"];

function OutcomeCell({ keyword }: { keyword: Keyword }) {
  const { t } = useTexts(texts);
  if (keyword.last_outcome === null) return <span className="muted">{t("app.none")}</span>;
  const good = GOOD_ENDS.includes(keyword.last_outcome);
  return (
    <Tooltip title={good ? undefined : keyword.last_error}>
      <Typography.Text type={good ? undefined : "danger"} className="small">
        {t(`outcome.${keyword.last_outcome}`)}
      </Typography.Text>
    </Tooltip>
  );
}

function DueCell({ at }: { at: number | null }) {
  const { t } = useTexts(texts);
  const now = useNow();
  if (at === null) return <span className="muted">{t("app.none")}</span>;
  return at <= now ? <span>{t("keywords.dueNow")}</span> : <RelativeTime at={at} />;
}
