/** The estimates, per city and per group of keywords. */
import { useInfiniteQuery } from "@tanstack/react-query";
import type { TableColumnsType } from "antd";
import type { CityCoverage, CoverageCard, GroupCoverage } from "../../../../shared/contracts/coverage.ts";
import { type CoverageFilter, cityCoverage, groupCoverage } from "../../api/coverage.ts";
import { loadedItems } from "../../api/keyset.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { RowsLink } from "../../ui/figure/rows-link.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { useWide } from "../../ui/use-wide.ts";
import { EstimateBar, type Estimated } from "./estimate-bar.tsx";
import { texts } from "./texts.ts";

export interface CoverageListProps {
  filter: CoverageFilter;
  /** Pages that the address asks for. */
  pages: number | undefined;
  onPages: (pages: number) => void;
}

export function CityEstimates({ filter, pages, onPages }: CoverageListProps) {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(cityCoverage(filter));
  const end = useLoadedPages(list, pages, onPages);
  const rows = loadedItems<CityCoverage>(list.data).map((row) => ({
    ...row,
    name: row.city ?? t("coveragePage.noCity"),
    // A filter cannot ask for postings without a city.
    rows: row.city === null ? null : rowsOf(row.platform, row.city, list.data?.pages[0]?.card.from),
  }));
  return (
    <>
      <ListStatus list={list} empty={rows.length === 0 && <NothingHeld />} />
      {rows.length > 0 && (
        <>
          <EstimateTable rows={rows} nameTitle={t("fields.city")} />
          <LoadMore shown={rows.length} list={end} />
          <Card card={list.data?.pages[0]?.card} />
        </>
      )}
    </>
  );
}

export function GroupEstimates({ filter, pages, onPages }: CoverageListProps) {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(groupCoverage(filter));
  const end = useLoadedPages(list, pages, onPages);
  const rows = loadedItems<GroupCoverage>(list.data).map((row) => ({ ...row, name: row.group, rows: null }));
  const empty = <EmptyState title={t("coveragePage.noGroupTitle")} hint={t("coveragePage.noGroupHint")} />;
  return (
    <>
      <ListStatus list={list} empty={rows.length === 0 && empty} />
      {rows.length > 0 && (
        <>
          <EstimateTable rows={rows} nameTitle={t("coveragePage.group")} />
          <LoadMore shown={rows.length} list={end} />
          <Card card={list.data?.pages[0]?.card} />
        </>
      )}
    </>
  );
}

export function NothingHeld() {
  const { t } = useTexts(texts);
  return (
    <EmptyState title={t("coveragePage.emptyTitle")} hint={t("coveragePage.emptyHint")}>
      <LinkButton color="primary" variant="solid" to="/keywords">
        {t("nav.keywords")}
      </LinkButton>
    </EmptyState>
  );
}

interface Row extends Estimated, Pick<CityCoverage, "platform" | "sampled"> {
  name: string;
  /** Query string of the postings behind the row; null where no filter finds them. */
  rows: string | null;
}

const rowsOf = (platform: string, city: string, from = ""): string =>
  new URLSearchParams({ platform, city, ...(from && { from }) }).toString();

function EstimateTable({ rows, nameTitle }: { rows: Row[]; nameTitle: string }) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<Row> = [
    {
      title: nameTitle,
      key: "name",
      width: wide ? 200 : 110,
      render: (_, { name, platform, rows: query }) => (
        <>
          <span className="strong">
            {query === null ? (
              name
            ) : (
              <RowsLink query={query} label={t("coveragePage.rowsOf", { name })}>
                {name}
              </RowsLink>
            )}
          </span>
          <div className="small muted">{t(`platform.${platform}`)}</div>
        </>
      ),
    },
    {
      title: t("coveragePage.estimate"),
      key: "estimate",
      render: (_, row) => <EstimateBar {...row} />,
    },
    {
      title: t("coveragePage.keywords"),
      key: "keywords",
      width: 110,
      align: "right",
      hidden: !wide,
      render: (_, { keywords }) => <span className="number">{formatCount(keywords, language)}</span>,
    },
    {
      title: t("coveragePage.recaptures"),
      key: "recaptures",
      width: 130,
      align: "right",
      hidden: !wide,
      render: (_, { recaptures, sampled }) => (
        <>
          <span className="number">{formatCount(recaptures, language)}</span>
          {sampled > 1 && (
            <div className="small muted">
              {t("coveragePage.sampled", { sampled: formatCount(sampled, language) })}
            </div>
          )}
        </>
      ),
    },
  ];
  return (
    <DataTable<Row>
      label={t("coveragePage.table")}
      testId="coverage-table"
      hasStickyHead
      rowKey={({ platform, name }) => `${platform}:${name}`}
      columns={columns}
      dataSource={rows}
    />
  );
}

/** Period, method and age of the figures above (X18). */
function Card({ card }: { card: CoverageCard | undefined }) {
  const { t } = useTexts(texts);
  if (!card) return null;
  return (
    <p className="small muted" data-testid="coverage-card">
      {t("coveragePage.card", { from: card.from, to: card.to, method: card.method })}{" "}
      {card.as_of !== null && (
        <>
          {t("coveragePage.asOf")} <RelativeTime at={card.as_of} />
        </>
      )}
    </p>
  );
}
