/**
 * Starts the longest test files first, and shares them evenly among the parts of a step, so that no core waits at the end
 * for a long one.
 */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Seconds on a quiet machine, of the files that take long; half or twice as many do as well. */
const SECONDS: Readonly<Record<string, number>> = {
  "tests/dashboard/dashboard.test.ts": 250,
  "tests/survival/npm-start.test.ts": 80,
  "tests/nodes/interrupted.test.ts": 70,
  "tests/survival/interruptions.test.ts": 70,
  "tests/main-job.test.ts": 60,
  "tests/nodes/together.test.ts": 50,
  "tests/simulation/simulate.test.ts": 100,
  "workers/figures/figures.node.test.ts": 75,
  "workers/recleans/reclean-pages.node.test.ts": 65,
  "workers/tasks/kinds/rows.edit.node.test.ts": 50,
  "workers/clickhouse/queries/search-jobs.node.test.ts": 50,
  "workers/duplicates/match-jobs.node.test.ts": 45,
  "migrations/clickhouse/upload-ids.test.ts": 35,
  "local/job-boards/searches.test.ts": 30,
  "workers/skills/dictionary.node.test.ts": 28,
  "workers/company-links/link-companies.node.test.ts": 28,
  "workers/recleans/reclean.node.test.ts": 20,
  "shared/hostile-text.test.ts": 20,
  "workers/schedule/every-slot.node.test.ts": 18,
  "workers/duplicates/labelled-pairs.node.test.ts": 17,
  "workers/clickhouse/insert.node.test.ts": 17,
  "local/clickhouse/start.test.ts": 16,
  "workers/coverage/market-index.node.test.ts": 15,
  "workers/subscriptions/read-matches.node.test.ts": 14,
  "workers/ingest/lines.node.test.ts": 13,
  "clients/crawler-node/src/program.test.ts": 12,
  "local/start/managed-process.test.ts": 11,
  "shared/platforms/adapters.test.ts": 11,
  "workers/metrics/read-history.node.test.ts": 11,
};
/** Any other file, its imports included. */
const OTHER_SECONDS = 2;

const secondsOf = ({ moduleId }: TestSpecification) =>
  Object.entries(SECONDS).find(([path]) => moduleId.endsWith(`/${path}`))?.[1] ?? OTHER_SECONDS;

export class LongestFirst extends BaseSequencer {
  /** Each file goes, the longest first, to the part that has least to do so far. */
  override async shard(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { index, count } = this.ctx.config.shard ?? { index: 1, count: 1 };
    const parts = Array.from({ length: count }, () => ({ seconds: 0, files: [] as TestSpecification[] }));
    const inOrder = files.toSorted(
      (a, b) => secondsOf(b) - secondsOf(a) || (a.moduleId < b.moduleId ? -1 : 1),
    );
    for (const file of inOrder) {
      const least = parts.reduce((one, other) => (other.seconds < one.seconds ? other : one));
      least.files.push(file);
      least.seconds += secondsOf(file);
    }
    return parts[index - 1]?.files ?? [];
  }

  /** Files of one project stay together, because they may share a process. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return sorted.toSorted(
      (a, b) => projects.indexOf(a.project) - projects.indexOf(b.project) || secondsOf(b) - secondsOf(a),
    );
  }
}
