import { afterAll, beforeAll, expect, test } from "vitest";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { makeFacts } from "../../../tests/support/clickhouse/make-facts.ts";
import { sampleJob, sampleRawJob } from "../../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient } from "../client.ts";
import { insertLines } from "../insert.ts";
import { runQuery } from "../query.ts";
import { jobClasses } from "./job-classes.ts";
import { rawJob } from "./raw-job.ts";

let ch: ScratchClickHouse;
const client = () => clickHouseClient(ch.config);
const insert = (table: "jobs" | "raw_jobs", ...rows: object[]) =>
  insertLines(
    client(),
    table,
    rows.map((row) => JSON.stringify(row)),
    crypto.randomUUID(),
  );
const show = (job_key: string, platform: Platform = "qcwy") =>
  runQuery(client(), rawJob, { platform, job_key });
const renewed = { ...sampleJob(3), title: "Rust工程师", collected_at: sampleJob(3).collected_at + 1 };

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  await insert("jobs", ...[1, 2, 3, 4].map(sampleJob), { ...sampleJob(3), platform: "boss" });
  await insert("jobs", renewed);
  await insert("raw_jobs", ...[1, 3].map(sampleRawJob));
});
afterAll(() => ch.remove());

test("a posting comes once, with its newest content in every typed column", async () => {
  const [job, ...more] = await show("job-3");
  expect(more).toEqual([]);
  const { raw, ...typed } = job ?? {};
  expect(typed).toEqual(renewed);
  expect(raw).toBe(sampleRawJob(3).raw);
});

test.each([
  ["older first", 1, [1, 2]],
  ["newer first", 2, [2, 1]],
])("the newest row as it was sent comes with it: %s", async (_, n, order) => {
  for (const version of order) {
    const row = sampleRawJob(n);
    row.collected_at += version;
    await insert("raw_jobs", { ...row, raw: `{"v":${version}}`, content_hash: `${version}`.repeat(32) });
  }
  expect((await show(`job-${n}`))[0]?.raw).toBe('{"v":2}');
});

test("a posting may have no raw row, or not be there", async () => {
  expect((await show("job-4"))[0]).toMatchObject({ job_key: "job-4", raw: null });
  expect((await show("job-3", "boss"))[0]).toMatchObject({ platform: "boss", raw: null });
  expect(await show("job-3", "zhilian")).toEqual([]);
  expect(await show("x' OR 1=1 --\\\t\n{platform:String}")).toEqual([]);
});

test("its labels are told apart by the dictionary, and are the same as in job_facts", async () => {
  const tags = ["java开发", "mysql5.7", "五险一金", "本科", "软件工程师", "上海"];
  await insert("jobs", { ...sampleJob(9), title: "后端，熟悉C++", skills: [], welfare: ["双休"], tags });
  await makeFacts(ch);
  const classes = await runQuery(client(), jobClasses, { platform: "qcwy", job_key: "job-9" });
  const facts = await ch.ask(
    "SELECT skills, welfare, requirements FROM job_facts WHERE job_key = 'job-9' FORMAT JSONEachRow",
  );
  expect(classes).toEqual([{ ...JSON.parse(facts), titles: ["软件工程师"] }]);
  expect(classes[0]).toMatchObject({ welfare: ["双休", "五险一金"], requirements: ["本科"] });
  expect(classes[0]?.skills).toEqual(expect.arrayContaining(["Java", "MySQL", "C++", "后端"]));
  expect(await runQuery(client(), jobClasses, { platform: "boss", job_key: "job-9" })).toEqual([]);
});
