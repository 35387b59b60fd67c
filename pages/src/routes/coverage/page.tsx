/** The coverage page: how much of the market is held, what to search next, and how often to search again. */

import { getRouteApi } from "@tanstack/react-router";
import { Segmented } from "antd";
import { useTexts } from "../../i18n/texts.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { isFiltered } from "../search-values.ts";
import { CityEstimates, GroupEstimates } from "./estimates.tsx";
import { CoverageFilters } from "./filters.tsx";
import { NextKeywords } from "./next-keywords.tsx";
import { RecrawlTable } from "./recrawl.tsx";
import { type CoverageSearch, type CoverageView, readCoverageSearch, VIEWS } from "./search.ts";
import { texts } from "./texts.ts";
import "./coverage.css";

const route = getRouteApi("/guarded/coverage");

export function CoveragePage() {
  const { t } = useTexts(texts);
  const { view = "cities", pages, ...filter } = readCoverageSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<CoverageSearch>, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false });
  const list = { filter, pages, onPages: (number: number) => change({ pages: number }, true) };

  return (
    <PageFrame title={t("nav.coverage")} testId="coverage">
      <p className="muted coverage-intro">{t(`coveragePage.intro.${view}`)}</p>
      <Segmented<CoverageView>
        value={view}
        options={VIEWS.map((value) => ({ value, label: t(`coveragePage.view.${value}`) }))}
        onChange={(chosen) => change({ view: chosen === "cities" ? undefined : chosen, pages: undefined })}
        aria-label={t("coveragePage.views")}
        className="coverage-views"
        data-testid="coverage-views"
      />
      {view !== "recrawl" && (
        <CoverageFilters
          view={view}
          filter={filter}
          onChange={(part) => change({ ...part, pages: undefined })}
          onClear={
            isFiltered(filter)
              ? () => change({ platform: undefined, city: undefined, days: undefined, pages: undefined })
              : undefined
          }
        />
      )}
      {view === "cities" && <CityEstimates {...list} />}
      {view === "groups" && <GroupEstimates {...list} />}
      {view === "next" && <NextKeywords {...list} />}
      {view === "recrawl" && <RecrawlTable />}
    </PageFrame>
  );
}
