/** The postings page: the newest ones, filtered. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "antd";
import { type JobFilter, jobList } from "../../api/jobs.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RefreshButton } from "../../ui/refresh-button.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { isFiltered } from "../search-values.ts";
import { JobFilters } from "./filters.tsx";
import { JobTable } from "./table.tsx";
import { texts } from "./texts.ts";

const route = getRouteApi("/guarded/jobs");

export function JobsPage() {
  const { t } = useTexts(texts);
  const { pages: wanted, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(jobList(filter));
  const jobs = loadedItems(list.data);
  const filtered = isFiltered(filter);

  const change = (part: Partial<JobFilter>) =>
    void navigate({ search: (before) => ({ ...before, ...part, pages: undefined }) });
  const pages = useLoadedPages(
    list,
    wanted,
    (number) =>
      void navigate({
        search: (before) => ({ ...before, pages: number }),
        replace: true,
        resetScroll: false,
      }),
  );
  const clear = () => void navigate({ search: {} });

  const empty = filtered ? (
    <EmptyState title={t("jobs.noMatchTitle")} hint={t("filters.noMatchHint")}>
      <Button onClick={clear}>{t("app.reset")}</Button>
    </EmptyState>
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
      actions={<RefreshButton list={list} data-testid="refresh-jobs" />}
    >
      <JobFilters filter={filter} onChange={change} onClear={filtered ? clear : undefined} />
      <ListStatus list={list} empty={jobs.length === 0 && empty} />
      {jobs.length > 0 && (
        <>
          <JobTable jobs={jobs} />
          <LoadMore shown={jobs.length} list={pages} />
        </>
      )}
    </PageFrame>
  );
}
