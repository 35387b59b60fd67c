/** Companies that may be one: those that wait, and what was decided. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { PAIR_KINDS } from "../../../../shared/contracts/company-pair-kinds.ts";
import { BULK_ACTIONS } from "../../../../shared/contracts/vocabulary.ts";
import { COMPANY_MATCHES_KEY, companyPairs } from "../../api/company-matches.ts";
import type { CompanyPairView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkOpener } from "../../ui/bulk/bulk-opener.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, PlatformFilter, SearchField, SelectFilter } from "../../ui/filter-bar.tsx";
import { isFiltered } from "../search-values.ts";
import { CompanyPair } from "./company-pair.tsx";
import { texts } from "./company-texts.ts";
import { DecidedCompanies } from "./decided-companies.tsx";
import { MatchTab } from "./match-tab.tsx";
import { PairQueue } from "./pair-queue.tsx";
import { useCompanyDecisions } from "./use-company-decisions.ts";
import { useMatchSearch } from "./use-match-search.ts";

const keyOf = ({ one, other }: CompanyPairView) => `${one.company_id} ${other.company_id}`;

export function CompaniesTab() {
  const { t } = useTexts(texts);
  return (
    <MatchTab
      hint={t("company-matches.hint")}
      waiting={<WaitingCompanies />}
      decided={<DecidedCompanies />}
      data-testid="match-view"
    />
  );
}

function WaitingCompanies() {
  const { t } = useTexts(texts);
  const {
    search: { kind, platform, text },
    change,
  } = useMatchSearch();
  const list = useInfiniteQuery(companyPairs({ kind, platform, text }));
  const decisions = useCompanyDecisions();
  const client = useQueryClient();
  const filtered = isFiltered({ kind, platform, text });
  const clear = () => change({ kind: undefined, platform: undefined, text: undefined });
  return (
    <>
      <FilterBar onClear={filtered ? clear : undefined}>
        <SearchField
          value={text}
          label={t("company-matches.words")}
          onSearch={(words) => change({ text: words })}
        />
        <SelectFilter
          label={t("company-matches.kindLabel")}
          placeholder={t("company-matches.allKinds")}
          value={kind}
          onChange={(next) => change({ kind: next })}
          options={PAIR_KINDS.map((value) => ({ value, label: t(`company-matches.kind.${value}`) }))}
          data-testid="filter-kind"
        />
        <PlatformFilter value={platform} onChange={(next) => change({ platform: next })} />
        {/* A bulk action selects by no words, and would decide more than is shown. */}
        {text === undefined && (
          <BulkOpener
            route="POST /api/v1/company-pairs/bulk"
            subject={() => ({
              noun: "company-pairs",
              actions: BULK_ACTIONS["company-pairs"],
              filter: { kind, platform },
            })}
            onChanged={() => void client.invalidateQueries({ queryKey: COMPANY_MATCHES_KEY })}
            data-testid="bulk-filtered"
          >
            {t("company-matches.decideMany")}
          </BulkOpener>
        )}
      </FilterBar>
      <PairQueue
        label={t("company-matches.list")}
        keysHint={t("company-matches.keys")}
        list={list}
        keyOf={keyOf}
        empty={
          filtered ? (
            <NoMatch title={t("company-matches.noMatchTitle")} onClear={clear} />
          ) : (
            <EmptyState title={t("company-matches.emptyTitle")} hint={t("company-matches.emptyHint")} />
          )
        }
        decisions={decisions}
      >
        {(pair, item) => <CompanyPair pair={pair} item={item} />}
      </PairQueue>
    </>
  );
}
