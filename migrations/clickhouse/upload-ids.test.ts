import { afterAll, beforeAll, expect, test } from "vitest";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { migrate, readMigrations } from "./runner.ts";

const MIGRATION = "011_add_upload_ids.sql";
const OWN_ROWS = ["raw_jobs", "raw_job_details", "jobs", "job_details"];

let ch: ScratchClickHouse;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: false });
});
afterAll(() => ch.remove());

const idsIn = (table: string) =>
  ch.ask(`SELECT DISTINCT upload_id, part, batch_id FROM ${table} ORDER BY upload_id, part FORMAT TSV`);

test("rows from before tell upload and part; what came since keeps the sender's id, however often it runs", async () => {
  await migrate(
    ch,
    readMigrations().filter(({ name }) => name < MIGRATION),
  );
  const where = "'web', 'node:x', now64(), 'hash', 1";
  const columns = "channel, source, collected_at, content_hash, parser_version";
  for (const table of OWN_ROWS) {
    await ch.ask(`INSERT INTO ${table} (platform, job_key, batch_id, ${columns})
      VALUES ('boss', '1', 'upload-1.12', ${where}), ('boss', '2', 'crawled-1', ${where})`);
  }
  for (const table of ["raw_companies", "companies"]) {
    const text = table === "companies" ? ["description, ", "'told by its own page', "] : ["", ""];
    await ch.ask(`INSERT INTO ${table} (platform, company_key, batch_id, ${text[0]}${columns})
      VALUES ('boss', '1', 'upload-1.12', ${text[1]}${where}), ('boss', '2', 'crawled-1', ${text[1]}${where})`);
  }
  await ch.ask(`INSERT INTO job_sightings (platform, job_key, batch_id, verdict, seen_at)
    VALUES ('boss', '1', 'upload-1.12', 'new', now64()), ('boss', '2', 'crawled-1', 'new', now64())`);
  await ch.ask(`INSERT INTO uploads (at, ip, source, batch_id, received, valid, invalid, bytes)
    VALUES (now64(), 'ip', 'node:x', 'upload-1.0', 10, 9, 1, 50), (now64(), 'ip', 'node:x', 'upload-1.1', 5, 5, 0, 20)`);
  await migrate(ch);

  const old = "crawled-1\t0\t\\N\nupload-1\t12\t\\N";
  const tables = [...OWN_ROWS, "raw_companies", "companies", "company_pages", "job_sightings", "jobs_full"];
  for (const table of tables) expect(await idsIn(table), table).toBe(old);
  const log = () => ch.ask("SELECT upload_id, batch_id, parts, received, valid, invalid, bytes FROM uploads");
  expect(await log()).toBe("upload-1\t\\N\t2\t15\t14\t1\t70");

  const ids = "'upload-2', 3, 'mine'";
  await ch.ask(`INSERT INTO jobs (platform, job_key, upload_id, part, batch_id, ${columns})
    VALUES ('boss', '3', ${ids}, ${where})`);
  await ch.ask(`INSERT INTO companies (platform, company_key, description, upload_id, part, batch_id, ${columns})
    VALUES ('boss', '3', 'told by its own page', ${ids}, ${where})`);
  await ch.ask(`INSERT INTO job_sightings (platform, job_key, upload_id, part, batch_id, verdict, seen_at)
    VALUES ('boss', '3', ${ids}, 'new', now64())`);
  await ch.ask("TRUNCATE TABLE schema_migrations");
  await migrate(ch);
  for (const table of ["jobs", "companies", "company_pages", "companies_full", "job_sightings"])
    expect(await idsIn(table), table).toBe(`${old}\nupload-2\t3\tmine`);
  expect(await log()).toBe("upload-1\t\\N\t2\t15\t14\t1\t70");
  expect(await ch.ask("SELECT count() FROM job_spans FINAL")).toBe("3");
});
