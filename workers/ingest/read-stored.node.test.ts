/** Reads keys from the real ClickHouse, as a rebuild of SeenIndex does. */
import { afterAll, beforeAll, expect, test } from "vitest";
import type { SeenType } from "../../shared/contracts/seen-index.ts";
import { sampleCompany, sampleRawJob } from "../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { type InsertTable, insertLines } from "../clickhouse/insert.ts";
import { createReadStored } from "./read-stored.ts";

let ch: ScratchClickHouse;
const client = () => clickHouseClient(ch.config);
const insert = (table: InsertTable, rows: object[]) =>
  insertLines(
    client(),
    table,
    rows.map((row) => JSON.stringify(row)),
    crypto.randomUUID(),
  );

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
  // Without merges, duplicates and older contents stay in the table as rows.
  await ch.ask("SYSTEM STOP MERGES");
});
afterAll(() => ch.remove());

/** Reads all pages of `limit` keys. @returns the records, and the keys after which the pages began */
async function pages(type: SeenType, limit: number, platform: "qcwy" | "boss" = "qcwy") {
  const read = createReadStored(client());
  const records = [];
  const asked: string[] = [];
  for (let after: string | null = ""; after !== null; ) {
    asked.push(after);
    const page = await read(platform, type, after, limit);
    records.push(...page.records);
    after = page.next;
  }
  return { records, asked };
}

test("the newest content of each key, with first and last time, in pages", async () => {
  const old = [1, 2, 3, 4, 5].map(sampleRawJob);
  const at = old[0]?.collected_at ?? 0;
  await insert("raw_jobs", old);
  await insert("raw_jobs", old);
  // The content changed and changed back: the first content is the newest again.
  const changed = { ...sampleRawJob(3), content_hash: "b".repeat(32), collected_at: at + 1000 };
  await insert("raw_jobs", [
    changed,
    { ...sampleRawJob(5), content_hash: "c".repeat(32), collected_at: at + 900 },
  ]);
  await insert("raw_jobs", [{ ...sampleRawJob(5), collected_at: at + 2000 }]);
  await insert("raw_jobs", [{ ...sampleRawJob(9), platform: "boss" }]);

  const { records, asked } = await pages("job", 2);
  expect(records).toEqual(
    [1, 2, 3, 4, 5].map((n) => ({
      key: `job-${n}`,
      hash: n === 3 ? changed.content_hash : sampleRawJob(n).content_hash,
      first_seen: at + n - 1,
      last_seen: n === 3 ? at + 1000 : n === 5 ? at + 2000 : at + n - 1,
    })),
  );
  expect(asked).toEqual(["", "job-2", "job-4"]);
  expect((await pages("job", 10, "boss")).records.map(({ key }) => key)).toEqual(["job-9"]);
  expect((await pages("job_detail", 10)).records).toEqual([]);
});

test("what a company's own page says and what postings tell of it stay apart", async () => {
  const told = [1, 2, 3, 4].map(sampleCompany);
  await insert("companies", told);
  const page = { ...sampleCompany(2), content_hash: "d".repeat(32), address: "人民路1号" };
  page.collected_at += 5000;
  const alone = { ...sampleCompany(7), content_hash: "e".repeat(32) };
  await insert("companies", [page, alone]);
  const raw = [page, alone].map(
    ({ platform, channel, company_key, batch_id, source, collected_at, content_hash, parser_version }) => ({
      ...{ platform, channel, company_key, batch_id, source, collected_at, content_hash, parser_version },
      raw: "{}",
    }),
  );
  await insert("raw_companies", raw);

  const { records, asked } = await pages("employer", 2);
  expect(records.map(({ key, hash }) => [key, hash])).toEqual(
    [1, 2, 3, 4].map((n) => [`company-${n}`, sampleCompany(n).content_hash]),
  );
  expect(records[1]?.last_seen).toBe(sampleCompany(2).collected_at);
  expect(asked).toEqual(["", "company-2", "company-4"]);
  expect((await pages("company", 2)).records.map(({ key, hash }) => [key, hash])).toEqual([
    ["company-2", page.content_hash],
    ["company-7", alone.content_hash],
  ]);
});

test("a page of a large table reads its own part of it", async () => {
  await ch.ask(
    `INSERT INTO raw_jobs (platform, channel, job_key, raw, batch_id, source, collected_at, content_hash, parser_version)
     SELECT 'zhilian', 'web', leftPad(toString(number), 8, '0'), '{}', 'b', 'edge', now64(3), hex(number), 1
     FROM numbers(300000)`,
  );
  const page = await createReadStored(client())("zhilian", "job", "00100000", 1000);
  expect(page.records).toHaveLength(1000);
  expect(page.records[0]?.key).toBe("00100001");
  expect(page.next).toBe("00101000");
});
