/** Companies that may be one: those that wait, and what was decided. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useRef, useState } from "react";
import type { PairKind } from "../../../../shared/contracts/company-match.ts";
import { PAIR_KINDS } from "../../../../shared/contracts/company-pair-kinds.ts";
import { companyPairs } from "../../api/company-matches.ts";
import { loadedItems } from "../../api/keyset.ts";
import type { CompanyPairView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterBar, PlatformFilter, SearchField, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { texts } from "./company-texts.ts";
import { DecidedCompanies } from "./decided-companies.tsx";
import { Pair } from "./pair.tsx";
import { type MatchSearch, readMatchSearch } from "./search.ts";
import { type Choice, useCompanyDecisions } from "./use-company-decisions.ts";

const route = getRouteApi("/guarded/matches");
const keyOf = ({ one, other }: CompanyPairView) => `${one.company_id} ${other.company_id}`;

export function CompaniesTab() {
  const { t } = useTexts(texts);
  const { view } = readMatchSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  return (
    <>
      <p className="muted">{t("company-matches.hint")}</p>
      <Segmented
        aria-label={t("company-matches.views")}
        value={view ?? "waiting"}
        onChange={(next) =>
          void navigate({
            search: (before) => ({ tab: before.tab, view: next === "decided" ? "decided" : undefined }),
          })
        }
        options={[
          { value: "waiting", label: t("company-matches.waiting") },
          { value: "decided", label: t("company-matches.decided") },
        ]}
        data-testid="match-view"
      />
      {view === "decided" ? <DecidedCompanies /> : <WaitingCompanies />}
    </>
  );
}

function WaitingCompanies() {
  const { t } = useTexts(texts);
  const { kind, platform, text } = readMatchSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<MatchSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useInfiniteQuery(
    companyPairs({
      ...(kind && { kind: [kind] }),
      ...(platform && { platform: [platform] }),
      ...(text && { text }),
    }),
  );
  const [at, setAt] = useState(0);
  const items = useRef(new Map<string, HTMLLIElement>());
  const { decide, isDeciding } = useCompanyDecisions();
  const pairs = loadedItems(list.data);
  const current = Math.min(at, Math.max(0, pairs.length - 1));
  const focus = (index: number) => {
    const pair = pairs[index];
    if (!pair) return;
    setAt(index);
    items.current.get(keyOf(pair))?.focus();
  };
  const isFiltered = kind !== undefined || platform !== undefined || text !== undefined;
  const clear = () => change({ kind: undefined, platform: undefined, text: undefined });
  const empty = isFiltered ? (
    <EmptyState title={t("company-matches.noMatchTitle")} hint={t("filters.noMatchHint")}>
      <Button onClick={clear}>{t("app.reset")}</Button>
    </EmptyState>
  ) : (
    <EmptyState title={t("company-matches.emptyTitle")} hint={t("company-matches.emptyHint")} />
  );
  return (
    <>
      <FilterBar {...(isFiltered && { onClear: clear })}>
        <SearchField
          value={text}
          label={t("company-matches.words")}
          onSearch={(words) => change({ text: words })}
        />
        <SelectFilter<PairKind>
          label={t("company-matches.kindLabel")}
          placeholder={t("company-matches.allKinds")}
          value={kind}
          onChange={(next) => change({ kind: next })}
          options={PAIR_KINDS.map((value) => ({ value, label: t(`company-matches.kind.${value}`) }))}
          data-testid="filter-kind"
        />
        <PlatformFilter value={platform} onChange={(next) => change({ platform: next })} />
      </FilterBar>
      <ListStatus list={list} empty={pairs.length === 0 && empty} />
      {pairs.length > 0 && (
        <>
          <p className="small muted">{t("company-matches.keys")}</p>
          <ul
            className="match-list"
            aria-label={t("company-matches.list")}
            onKeyDown={({ key, target }) => {
              // Keys that a button or a field takes are theirs.
              if (!(target instanceof HTMLLIElement)) return;
              if (key === "j") focus(current + 1);
              if (key === "k") focus(current - 1);
            }}
          >
            {pairs.map((pair, index) => (
              <Pair
                key={keyOf(pair)}
                pair={pair}
                isCurrent={index === current}
                isDeciding={isDeciding}
                itemRef={(item) => {
                  if (item) items.current.set(keyOf(pair), item);
                  else items.current.delete(keyOf(pair));
                }}
                onFocus={() => setAt(index)}
                onDecide={(choice: Choice) => {
                  focus(index + 1);
                  decide(choice);
                }}
              />
            ))}
          </ul>
          <LoadMore shown={pairs.length} list={list} />
        </>
      )}
    </>
  );
}
