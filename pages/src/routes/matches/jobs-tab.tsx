/** Postings that may be the same job: those that wait, and what was decided. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { useRef, useState } from "react";
import { JOB_PAIR_KINDS } from "../../../../shared/contracts/vocabulary.ts";
import { jobPairs } from "../../api/job-matches.ts";
import { loadedItems } from "../../api/keyset.ts";
import type { JobPairView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FilterBar, PlatformFilter, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { DecidedJobs } from "./decided-jobs.tsx";
import { JobPair } from "./job-pair.tsx";
import { texts } from "./job-texts.ts";
import { type MatchSearch, readMatchSearch } from "./search.ts";
import { useJobDecisions } from "./use-job-decisions.ts";

const route = getRouteApi("/guarded/matches");
const keyOf = ({ one, other }: JobPairView) =>
  `${one.platform}:${one.job_key} ${other.platform}:${other.job_key}`;

export function JobsTab() {
  const { t } = useTexts(texts);
  const { view } = readMatchSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  return (
    <>
      <p className="muted">{t("job-matches.hint")}</p>
      <Segmented
        aria-label={t("job-matches.views")}
        value={view ?? "waiting"}
        onChange={(next) =>
          void navigate({
            search: (before) => ({ tab: before.tab, view: next === "decided" ? "decided" : undefined }),
          })
        }
        options={[
          { value: "waiting", label: t("job-matches.waiting") },
          { value: "decided", label: t("job-matches.decided") },
        ]}
        data-testid="job-match-view"
      />
      {view === "decided" ? <DecidedJobs /> : <WaitingJobs />}
    </>
  );
}

function WaitingJobs() {
  const { t } = useTexts(texts);
  const { why, platform } = readMatchSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<MatchSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useInfiniteQuery(jobPairs({ ...(why && { kind: why }), ...(platform && { platform }) }));
  const [at, setAt] = useState(0);
  const items = useRef(new Map<string, HTMLLIElement>());
  const { decide, isDeciding } = useJobDecisions();
  const pairs = loadedItems(list.data);
  const current = Math.min(at, Math.max(0, pairs.length - 1));
  const focus = (index: number) => {
    const pair = pairs[index];
    if (!pair) return;
    setAt(index);
    items.current.get(keyOf(pair))?.focus();
  };
  const isFiltered = why !== undefined || platform !== undefined;
  const clear = () => change({ why: undefined, platform: undefined });
  const empty = isFiltered ? (
    <EmptyState title={t("job-matches.noMatchTitle")} hint={t("filters.noMatchHint")}>
      <Button onClick={clear}>{t("app.reset")}</Button>
    </EmptyState>
  ) : (
    <EmptyState title={t("job-matches.emptyTitle")} hint={t("job-matches.emptyHint")} />
  );
  return (
    <>
      <FilterBar {...(isFiltered && { onClear: clear })}>
        <SelectFilter
          label={t("job-matches.whyLabel")}
          placeholder={t("job-matches.allWhys")}
          value={why}
          onChange={(next) => change({ why: next })}
          options={JOB_PAIR_KINDS.map((value) => ({ value, label: t(`job-matches.why.${value}`) }))}
          data-testid="filter-why"
        />
        <PlatformFilter value={platform} onChange={(next) => change({ platform: next })} />
      </FilterBar>
      <ListStatus list={list} empty={pairs.length === 0 && empty} />
      {pairs.length > 0 && (
        <>
          <p className="small muted">{t("job-matches.keys")}</p>
          <ul
            className="match-list"
            aria-label={t("job-matches.list")}
            onKeyDown={({ key, target }) => {
              // Keys that a button or a field takes are theirs.
              if (!(target instanceof HTMLLIElement)) return;
              if (key === "j") focus(current + 1);
              if (key === "k") focus(current - 1);
            }}
          >
            {pairs.map((pair, index) => (
              <JobPair
                key={keyOf(pair)}
                pair={pair}
                isCurrent={index === current}
                isDeciding={isDeciding}
                itemRef={(item) => {
                  if (item) items.current.set(keyOf(pair), item);
                  else items.current.delete(keyOf(pair));
                }}
                onFocus={() => setAt(index)}
                onDecide={(verdict) => {
                  focus(index + 1);
                  decide({ verdict, one: pair.one, others: [pair.other] });
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
