/** Postings that may be the same job: those that wait, and what was decided. */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { BULK_ACTIONS, JOB_PAIR_KINDS } from "../../../../shared/contracts/vocabulary.ts";
import { JOB_MATCHES_KEY, jobPairs } from "../../api/job-matches.ts";
import type { JobPairView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkOpener } from "../../ui/bulk/bulk-opener.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, PlatformFilter, SelectFilter } from "../../ui/filter-bar.tsx";
import { isFiltered } from "../search-values.ts";
import { DecidedJobs } from "./decided-jobs.tsx";
import { JobPair } from "./job-pair.tsx";
import { texts } from "./job-texts.ts";
import { MatchTab } from "./match-tab.tsx";
import { PairQueue } from "./pair-queue.tsx";
import { useJobDecisions } from "./use-job-decisions.ts";
import { useMatchSearch } from "./use-match-search.ts";

const keyOf = ({ one, other }: JobPairView) =>
  `${one.platform}:${one.job_key} ${other.platform}:${other.job_key}`;

export function JobsTab() {
  const { t } = useTexts(texts);
  return (
    <MatchTab
      hint={t("job-matches.hint")}
      waiting={<WaitingJobs />}
      decided={<DecidedJobs />}
      data-testid="job-match-view"
    />
  );
}

function WaitingJobs() {
  const { t } = useTexts(texts);
  const {
    search: { why, platform },
    change,
  } = useMatchSearch();
  const list = useInfiniteQuery(jobPairs({ kind: why, platform }));
  const decisions = useJobDecisions();
  const client = useQueryClient();
  const filtered = isFiltered({ why, platform });
  const clear = () => change({ why: undefined, platform: undefined });
  return (
    <>
      <FilterBar onClear={filtered ? clear : undefined}>
        <SelectFilter
          label={t("job-matches.whyLabel")}
          placeholder={t("job-matches.allWhys")}
          value={why}
          onChange={(next) => change({ why: next })}
          options={JOB_PAIR_KINDS.map((value) => ({ value, label: t(`job-matches.why.${value}`) }))}
          data-testid="filter-why"
        />
        <PlatformFilter value={platform} onChange={(next) => change({ platform: next })} />
        <BulkOpener
          route="POST /api/v1/job-pairs/bulk"
          subject={() => ({
            noun: "job-pairs",
            actions: BULK_ACTIONS["job-pairs"],
            filter: { kind: why, platform },
          })}
          onChanged={() => void client.invalidateQueries({ queryKey: JOB_MATCHES_KEY })}
          data-testid="bulk-filtered"
        >
          {t("job-matches.decideMany")}
        </BulkOpener>
      </FilterBar>
      <PairQueue
        label={t("job-matches.list")}
        keysHint={t("job-matches.keys")}
        list={list}
        keyOf={keyOf}
        empty={
          filtered ? (
            <NoMatch title={t("job-matches.noMatchTitle")} onClear={clear} />
          ) : (
            <EmptyState title={t("job-matches.emptyTitle")} hint={t("job-matches.emptyHint")} />
          )
        }
        decisions={decisions}
      >
        {(pair, item) => <JobPair pair={pair} item={item} />}
      </PairQueue>
    </>
  );
}
