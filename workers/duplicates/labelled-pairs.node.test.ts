/** Precision and recall on pairs with known labels, by the real engine: what is joined, per class, printed. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { loadCorpus } from "../../local/job-boards/corpus.ts";
import { makeFacts } from "../../tests/support/clickhouse/make-facts.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { CORPUS_FILE } from "../../tests/support/corpus-file.ts";
import { OTHER_CLASSES, SAME_CLASSES } from "../../tests/support/same-job/classes.ts";
import { type LabelledPair, labelledPairs } from "../../tests/support/same-job/labelled-pairs.ts";
import type { LabelledJob } from "../../tests/support/same-job/maker.ts";
import { matchAllJobs } from "../../tests/support/same-job/match-all.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { insertLines } from "../clickhouse/insert.ts";

/** The rules were written against seeds 1, 3, 7 and 99. */
const SEED = 20_261_129;
const INSERTED_AT_ONCE = 2000;

const source = CORPUS_FILE === null ? "generated" : "corpus";
const { postings } = loadCorpus(CORPUS_FILE === null ? { size: 4000 } : { file: CORPUS_FILE });

let ch: ScratchClickHouse;
let pairs: LabelledPair[] = [];
let isJoined: (pair: LabelledPair) => boolean;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  pairs = labelledPairs(postings, SEED);
  const rows = pairs.flatMap(({ a, b, between }) => (between ? [a, b, between] : [a, b]));
  for (let at = 0; at < rows.length; at += INSERTED_AT_ONCE) {
    const lines = rows.slice(at, at + INSERTED_AT_ONCE).map((row) => JSON.stringify(row));
    await insertLines(clickHouseClient(ch.config), "jobs", lines, `labelled-${at}`);
  }
  await makeFacts(ch);
  await matchAllJobs(ch);
  const stored = await ch.ask(
    "SELECT concat(platform, job_key), group_id FROM job_groups FINAL WHERE group_id != 0 FORMAT TSV",
  );
  const groups = new Map(stored.split("\n").map((line) => line.split("\t") as [string, string]));
  const groupOf = ({ platform, job_key }: LabelledJob) => groups.get(platform + job_key);
  isJoined = ({ a, b }) => groupOf(a) !== undefined && groupOf(a) === groupOf(b);
});
afterAll(() => ch?.remove());

const share = (part: number, whole: number) => part / Math.max(1, whole);
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

test("joins what is the same job, and nothing else", () => {
  const joined = pairs.filter(isJoined);
  const wrong = joined.filter(({ isSame }) => !isSame);
  const others = pairs.filter(({ isSame }) => !isSame);
  const lines = [...Map.groupBy(pairs, (pair) => pair.class)].map(([name, all]) => {
    const found = all.filter(isJoined).length;
    const own = all[0]?.isSame ? "" : `, told apart ${percent(1 - share(found, all.length))}`;
    return `  ${name}: ${all.length} pairs, ${found} joined (${percent(share(found, all.length))}${own})`;
  });
  const precision = 1 - share(wrong.length, joined.length);
  const recall = share(joined.length - wrong.length, pairs.length - others.length);
  console.info(
    `same job, ${source}: ${pairs.length} pairs, ${percent(share(others.length, pairs.length))} hard negatives; precision ${precision.toFixed(4)}, recall ${recall.toFixed(4)}\n${lines.join("\n")}`,
  );
  expect(pairs.length).toBeGreaterThanOrEqual(2000);
  expect(others.length).toBeGreaterThanOrEqual(0.4 * pairs.length);
  expect(precision).toBeGreaterThanOrEqual(0.99);
  expect(recall).toBeGreaterThanOrEqual(0.95);
});

test.for(SAME_CLASSES)("of the class %s 95 % are joined", (name) => {
  const all = pairs.filter((pair) => pair.class === name);
  expect(all.length).toBeGreaterThanOrEqual(250);
  expect(share(all.filter(isJoined).length, all.length)).toBeGreaterThanOrEqual(0.95);
});

// A rule that only a few of the pairs need would hide in the precision of all.
test.for(OTHER_CLASSES)("of the class %s at most 1 % is joined", (name) => {
  const all = pairs.filter((pair) => pair.class === name);
  expect(all.length).toBeGreaterThanOrEqual(150);
  expect(share(all.filter(isJoined).length, all.length)).toBeLessThanOrEqual(0.01);
});
