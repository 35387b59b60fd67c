/** The companies page: search, filters, saved searches, and one company in a drawer. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flex, Select } from "antd";
import { lazy, Suspense, useMemo } from "react";
import { COMPANY_SORTS, type CompanySort } from "../../../../shared/contracts/job-sorts.ts";
import { companyList } from "../../api/companies.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useCan } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { ExportButton } from "../../ui/export-button.tsx";
import { FilterBar, SearchField } from "../../ui/filter-bar.tsx";
import { FilterChips } from "../../ui/job-filter/filter-chips.tsx";
import { ListFilter } from "../../ui/job-filter/list-filter.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RefreshButton } from "../../ui/refresh-button.tsx";
import { SavedSearchesButton } from "../../ui/saved-searches/button.tsx";
import { OpenSaved } from "../../ui/saved-searches/open-saved.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { COMPANY_MEMBERS, type CompanySearch, readCompanySearch } from "./search.ts";
import { CompanyTable } from "./table.tsx";
import { texts } from "./texts.ts";
import "../../ui/job-filter/job-filter.css";

// It is loaded when a company is first opened.
const CompanyDrawer = lazy(async () => ({ default: (await import("./drawer.tsx")).CompanyDrawer }));

const route = getRouteApi("/guarded/companies");
const LISTS = ["platform", "city", "industry", "company_size", "company_type"] as const;
const NOTHING = Object.fromEntries(COMPANY_MEMBERS.map((name) => [name, undefined]));

export function CompaniesPage() {
  const { t } = useTexts(texts);
  const { saved } = route.useSearch();
  if (saved === undefined) return <CompanyList />;
  return (
    <PageFrame title={t("nav.companies")} testId="companies">
      <OpenSaved id={String(saved)} />
    </PageFrame>
  );
}

function CompanyList() {
  const { t } = useTexts(texts);
  const raw = route.useSearch();
  const { filter, sort, open, pages: wanted } = useMemo(() => readCompanySearch({ ...raw }), [raw]);
  const navigate = route.useNavigate();
  const can = useCan();
  const list = useInfiniteQuery(companyList(filter, sort));
  const companies = loadedItems(list.data);
  const isFiltered = Object.keys(filter).length > 0;

  const go = (part: Partial<CompanySearch>, isReplaced = false) =>
    void navigate({
      search: (before) => ({ ...before, ...part }),
      replace: isReplaced,
      resetScroll: false,
    });
  const change = (part: Partial<CompanySearch>) => go({ ...part, pages: undefined });
  const pages = useLoadedPages(list, wanted, (number) => go({ pages: number }, true));
  const clear = () => change(NOTHING);

  const empty = isFiltered ? (
    <NoMatch title={t("companies.noMatchTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("companies.emptyTitle")} hint={t("companies.emptyHint")}>
      <LinkButton color="primary" variant="solid" to="/keywords">
        {t("nav.keywords")}
      </LinkButton>
    </EmptyState>
  );
  return (
    <PageFrame
      title={t("nav.companies")}
      testId="companies"
      actions={
        <Flex gap={8} wrap>
          <SavedSearchesButton
            kind="companies"
            search={{ ...filter, sort: sort === "postings" ? undefined : sort }}
          />
          <ExportButton subject="companies" filter={filter} />
          {can("GET /api/v1/company-queue") && (
            <LinkButton to="/company-queue" data-testid="open-queue">
              {t("companies.queue")}
            </LinkButton>
          )}
          <RefreshButton list={list} data-testid="refresh-companies" />
        </Flex>
      }
    >
      <div className="job-filter">
        <FilterBar>
          <SearchField
            value={filter.text}
            label={t("companies.words")}
            onSearch={(text) => change({ text })}
          />
          {LISTS.map((name) => (
            <ListFilter
              key={name}
              name={name}
              value={filter[name]}
              choices={undefined}
              onChange={(values) => change({ [name]: values })}
            />
          ))}
          <Select<CompanySort>
            value={sort}
            onChange={(next) => change({ sort: next === "postings" ? undefined : next })}
            aria-label={t("companies.sort")}
            popupMatchSelectWidth={false}
            options={COMPANY_SORTS.map((value) => ({ value, label: t(`companies.sorts.${value}`) }))}
            data-testid="sort"
          />
        </FilterBar>
        <FilterChips filter={filter} onChange={change} onClear={clear} />
      </div>
      <ListStatus list={list} empty={companies.length === 0 && empty} />
      {companies.length > 0 && (
        <>
          <CompanyTable
            companies={companies}
            onOpen={(company) => go({ open: `${company.platform}:${company.company_key}` })}
          />
          <LoadMore shown={companies.length} list={pages} />
        </>
      )}
      {open && (
        <Suspense>
          <CompanyDrawer
            platform={open.platform}
            companyKey={open.companyKey}
            onClose={() => go({ open: undefined })}
          />
        </Suspense>
      )}
    </PageFrame>
  );
}
