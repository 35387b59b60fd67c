/** The postings page: search, filters with counts, saved searches, and one posting in a drawer. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flex } from "antd";
import { lazy, Suspense, useMemo } from "react";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { jobList } from "../../api/jobs.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { JobFilterBar } from "../../ui/job-filter/job-filter-bar.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RefreshButton } from "../../ui/refresh-button.tsx";
import { OpenSaved } from "../../ui/saved-searches/open-saved.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { ListActions } from "./list-actions.tsx";
import { type JobSearch, readJobSearch } from "./search.ts";
import { JobTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { JobToolbar } from "./toolbar.tsx";
import { useColumns } from "./use-columns.ts";
import { useFacets } from "./use-facets.ts";

// It is loaded when a posting is first opened.
const JobDrawer = lazy(async () => ({ default: (await import("./drawer.tsx")).JobDrawer }));

const route = getRouteApi("/guarded/jobs");

export function JobsPage() {
  const { t } = useTexts(texts);
  const { saved } = route.useSearch();
  if (saved === undefined) return <JobList />;
  return (
    <PageFrame title={t("jobs.title")} testId="jobs">
      <OpenSaved id={String(saved)} />
    </PageFrame>
  );
}

function JobList() {
  const { t } = useTexts(texts);
  const raw = route.useSearch();
  const {
    filter,
    sort,
    open,
    columns: named,
    pages: wanted,
  } = useMemo(() => readJobSearch({ ...raw }), [raw]);
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(jobList(filter, sort));
  const jobs = loadedItems(list.data);
  const { choices, open: openFacets } = useFacets(filter);
  const { columns, keep } = useColumns(named);
  const isFiltered = Object.keys(filter).length > 0;

  const go = (part: Partial<JobSearch>, isReplaced = false) =>
    void navigate({
      search: (before) => ({ ...before, ...part }),
      replace: isReplaced,
      resetScroll: false,
    });
  const change = (part: Partial<JobFilter>) => go({ ...part, pages: undefined });
  const pages = useLoadedPages(list, wanted, (number) => go({ pages: number }, true));
  const clear = () => void navigate({ search: {} });

  const empty = isFiltered ? (
    <NoMatch title={t("jobs.noMatchTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("jobs.emptyTitle")} hint={t("jobs.emptyHint")}>
      <LinkButton color="primary" variant="solid" to="/keywords">
        {t("nav.keywords")}
      </LinkButton>
    </EmptyState>
  );
  return (
    <PageFrame
      title={t("jobs.title")}
      testId="jobs"
      actions={
        <Flex gap={8} wrap>
          <ListActions filter={filter} sort={sort} />
          <RefreshButton list={list} data-testid="refresh-jobs" />
        </Flex>
      }
    >
      <JobFilterBar filter={filter} onChange={change} choices={choices} onOpen={openFacets} />
      <JobToolbar
        filter={filter}
        sort={sort}
        columns={columns}
        onFilter={change}
        onSort={(next) => go({ sort: next === "newest" ? undefined : next, pages: undefined })}
        onColumns={(next) => {
          keep(next);
          go({ columns: next }, true);
        }}
      />
      <ListStatus list={list} empty={jobs.length === 0 && empty} />
      {jobs.length > 0 && (
        <>
          <JobTable
            jobs={jobs}
            columns={columns}
            onOpen={(job) => go({ open: `${job.platform}:${job.job_key}` })}
          />
          <LoadMore shown={jobs.length} list={pages} />
        </>
      )}
      {open && (
        <Suspense>
          <JobDrawer
            platform={open.platform}
            jobKey={open.jobKey}
            words={filter.text}
            onClose={() => go({ open: undefined })}
          />
        </Suspense>
      )}
    </PageFrame>
  );
}
