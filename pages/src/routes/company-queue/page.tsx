/** The cleaning queue: which companies wait, are fetched, or need a person, and why. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { COMPANY_STATES } from "../../../../shared/contracts/vocabulary.ts";
import { companyQueue, queueStats } from "../../api/company-queue.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts as workTexts } from "../../ui/company-work/texts.ts";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, PlatformFilter, SearchField, SelectFilter } from "../../ui/filter-bar.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { isFiltered } from "../search-values.ts";
import { QueueCounts } from "./counts.tsx";
import { type QueueSearch, readQueueSearch } from "./search.ts";
import { QueueTable } from "./table.tsx";
import { texts } from "./texts.ts";

const route = getRouteApi("/guarded/company-queue");

export function CompanyQueuePage() {
  const { t } = useTexts(texts, workTexts);
  const { pages: wanted, ...filter } = readQueueSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(companyQueue(filter));
  const { data: stats } = useQuery(queueStats);
  const companies = loadedItems(list.data);
  const go = (part: Partial<QueueSearch>, isReplaced = false) =>
    void navigate({
      search: (before) => ({ ...before, ...part }),
      replace: isReplaced,
      resetScroll: false,
    });
  const change = (part: Partial<QueueSearch>) => go({ ...part, pages: undefined });
  const pages = useLoadedPages(list, wanted, (number) => go({ pages: number }, true));
  const clear = () => change({ platform: undefined, state: undefined, search: undefined });
  const empty = isFiltered(filter) ? (
    <NoMatch title={t("company-queue.noMatchTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("company-queue.emptyTitle")} hint={t("company-queue.emptyHint")}>
      <LinkButton color="primary" variant="solid" to="/keywords">
        {t("nav.keywords")}
      </LinkButton>
    </EmptyState>
  );
  return (
    <PageFrame
      title={t("nav.company-queue")}
      testId="company-queue"
      actions={<LinkButton to="/companies">{t("nav.companies")}</LinkButton>}
    >
      {stats && <QueueCounts stats={stats} />}
      <FilterBar onClear={isFiltered(filter) ? clear : undefined}>
        <SearchField
          value={filter.search}
          label={t("company-queue.search")}
          onSearch={(search) => change({ search })}
        />
        <PlatformFilter value={filter.platform} onChange={(platform) => change({ platform })} />
        <SelectFilter
          value={filter.state}
          placeholder={t("company-queue.allStates")}
          label={t("fields.state")}
          options={COMPANY_STATES.map((value) => ({ value, label: t(`company-work.state.${value}`) }))}
          onChange={(state) => change({ state })}
          data-testid="filter-state"
        />
      </FilterBar>
      <ListStatus list={list} empty={companies.length === 0 && empty} />
      {companies.length > 0 && (
        <>
          <QueueTable companies={companies} />
          <LoadMore shown={companies.length} list={pages} />
        </>
      )}
    </PageFrame>
  );
}
