/** Newest postings. */
import { ReloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Card, Typography } from "antd";
import { type JobFilter, jobList } from "../../api/jobs.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CitySelect } from "../../ui/city-select.tsx";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { ClearFilters, SearchField } from "../../ui/filter-bar.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { PlatformSelect } from "../../ui/platform-select.tsx";
import { JobTable } from "./table.tsx";
import { texts } from "./texts.ts";

const route = getRouteApi("/guarded/jobs");

export function JobsPage() {
  const { t } = useTexts(texts);
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(jobList(filter));
  const jobs = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.values(filter).some((value) => value !== undefined);

  const change = (part: Partial<JobFilter>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = () => void navigate({ search: {} });

  return (
    <div className="page" data-testid="jobs">
      <div className="page-head">
        <Typography.Title level={1}>{t("jobs.title")}</Typography.Title>
        <Button
          icon={<ReloadOutlined />}
          loading={list.isRefetching}
          onClick={() => void list.refetch()}
          data-testid="refresh-jobs"
        >
          {t("app.refresh")}
        </Button>
      </div>
      <search className="filters" aria-label={t("filters.title")}>
        <SearchField value={filter.text} label={t("jobs.search")} onSearch={(text) => change({ text })} />
        <PlatformSelect
          className="filter"
          value={filter.platform}
          placeholder={t("filters.allPlatforms")}
          aria-label={t("fields.platform")}
          allowClear
          onChange={(platform) => change({ platform })}
          data-testid="filter-platform"
        />
        <CitySelect
          className="filter"
          value={filter.city}
          placeholder={t("filters.anyCity")}
          aria-label={t("fields.city")}
          allowClear
          onChange={(city) => change({ city })}
          data-testid="filter-city"
        />
        <ClearFilters onClick={filtered ? clear : undefined} />
      </search>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && jobs.length === 0 && (
        <Card>
          {filtered ? (
            <Guide title={t("jobs.noMatchTitle")} hint={t("filters.noMatchHint")}>
              <Button onClick={clear}>{t("app.reset")}</Button>
            </Guide>
          ) : (
            <Guide title={t("jobs.emptyTitle")} hint={t("jobs.emptyHint")}>
              <LinkButton color="primary" variant="solid" to="/keywords">
                {t("nav.keywords")}
              </LinkButton>
            </Guide>
          )}
        </Card>
      )}
      {jobs.length > 0 && (
        <>
          <JobTable jobs={jobs} />
          <LoadMore
            shown={jobs.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </div>
  );
}
