import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  sampleCompany,
  sampleJob,
  sampleRawJob,
  sampleSighting,
} from "../../tests/support/clickhouse/sample-rows.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient } from "./client.ts";
import { ClickHouseRejected, ClickHouseUnavailable } from "./errors.ts";
import { insertLines } from "./insert.ts";

let ch: ScratchClickHouse;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
});
afterAll(() => ch.remove());

const TABLES = [
  "raw_jobs",
  "jobs",
  "companies",
  "raw_companies",
  "job_sightings",
  "jobs_per_day",
  "job_spans",
];
const client = () => clickHouseClient(ch.config);
const lines = <T>(from: number, to: number, row: (n: number) => T): string[] =>
  Array.from({ length: to - from }, (_, index) => JSON.stringify(row(from + index)));
const rawCompany = (n: number) => {
  const {
    platform,
    channel,
    company_key,
    upload_id,
    part,
    batch_id,
    run_id,
    keyword_id,
    keyword,
    search_city,
    source,
    ...rest
  } = sampleCompany(n);
  const { collected_at, content_hash, parser_version } = rest;
  const ids = { upload_id, part, batch_id };
  const provenance = { platform, channel, ...ids, run_id, keyword_id, keyword, search_city, source };
  return { ...provenance, company_key, raw: "{}", collected_at, content_hash, parser_version };
};

/** Inserts one group as the ingest consumer does. */
async function insertGroup(from: number, to: number, token: string): Promise<void> {
  await insertLines(client(), "raw_jobs", lines(from, to, sampleRawJob), `${token}:raw_jobs`);
  await insertLines(client(), "jobs", lines(from, to, sampleJob), `${token}:jobs`);
  await insertLines(client(), "companies", lines(from, to, sampleCompany), `${token}:companies`);
  await insertLines(client(), "raw_companies", lines(from, to, rawCompany), `${token}:raw_companies`);
  await insertLines(
    client(),
    "job_sightings",
    lines(from, to, (n) => sampleSighting(n)),
    `${token}:job_sightings`,
  );
}

/** Number of rows in all parts of every table, merged or not. */
async function physicalRows(): Promise<string> {
  const counts = TABLES.map((table) => `(SELECT count() FROM ${table})`);
  return ch.ask(`SELECT ${counts.join(", ")}`);
}
const perDay = (day: string) =>
  ch.ask(`SELECT platform, city, jobs FROM jobs_per_day_counts WHERE day = '${day}' ORDER BY city`);
async function truncate(): Promise<void> {
  for (const table of TABLES) await ch.ask(`TRUNCATE TABLE ${table}`);
}

describe("a group inserted again", () => {
  test("under the same token changes no table and no count", async () => {
    await truncate();
    // Merges are off, so that they can't hide a second copy.
    for (const table of TABLES) await ch.ask(`SYSTEM STOP MERGES ${table}`);
    try {
      await insertGroup(0, 100, "same");
      const before = await physicalRows();
      expect(before).toBe("100\t100\t100\t100\t100\t5\t100");
      const counts = await perDay("2026-11-01");
      expect(counts.split("\n")).toHaveLength(5);
      expect(counts).toContain("qcwy\t北京\t20");

      await insertGroup(0, 100, "same");
      expect(await physicalRows()).toBe(before);
      expect(await perDay("2026-11-01")).toBe(counts);
    } finally {
      for (const table of TABLES) await ch.ask(`SYSTEM START MERGES ${table}`);
    }
  });

  test("is known by its token and not by its rows", async () => {
    await truncate();
    for (const table of TABLES) await ch.ask(`SYSTEM STOP MERGES ${table}`);
    try {
      const rows = lines(0, 10, sampleJob);
      const count = () => ch.ask("SELECT count(), uniqExact(job_key) FROM jobs");
      await insertLines(client(), "jobs", rows, "token-a:jobs");
      // ClickHouse also knows a block by its content when it has no token: these rows must come in again.
      await insertLines(client(), "jobs", rows, "token-b:jobs");
      expect(await count()).toBe("20\t10");
      await insertLines(client(), "jobs", lines(10, 20, sampleJob), "token-a:jobs");
      expect(await count()).toBe("20\t10");
    } finally {
      for (const table of TABLES) await ch.ask(`SYSTEM START MERGES ${table}`);
    }
  });

  test("under another token leaves what readers see right, merged or not", async () => {
    await truncate();
    await insertGroup(0, 100, "first");
    await insertGroup(50, 150, "second");
    const seen = () =>
      ch.ask(`SELECT
        (SELECT count() FROM jobs FINAL), (SELECT count() FROM raw_jobs FINAL),
        (SELECT count() FROM companies FINAL), (SELECT count() FROM raw_companies FINAL),
        (SELECT count() FROM job_sightings FINAL), (SELECT count() FROM job_analytics),
        (SELECT sum(jobs) FROM jobs_per_day_counts)`);
    expect(await seen()).toBe("150\t150\t150\t150\t150\t150\t150");
    for (const table of TABLES) await ch.ask(`OPTIMIZE TABLE ${table} FINAL`);
    expect(await seen()).toBe("150\t150\t150\t150\t150\t150\t150");
  });

  test("after it committed and the answer was lost changes nothing", async () => {
    await truncate();
    await ch.control({ failAfterCommit: 1 });
    const rows = lines(0, 50, sampleJob);
    const failure = await insertLines(client(), "jobs", rows, "lost:jobs").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ClickHouseUnavailable);
    expect(await ch.ask("SELECT count() FROM jobs")).toBe("50");
    await insertLines(client(), "jobs", rows, "lost:jobs");
    expect(await ch.ask("SELECT count(), (SELECT sum(jobs) FROM jobs_per_day_counts) FROM jobs")).toBe(
      "50\t50",
    );
  });

  test("is known too when the insert makes two blocks", async () => {
    await truncate();
    const body = `INSERT INTO jobs SETTINGS insert_deduplication_token = 'blocks', max_insert_block_size = 40,
      max_block_size = 40, min_insert_block_size_rows = 40, min_insert_block_size_bytes = 0,
      max_threads = 1, input_format_parallel_parsing = 0, deduplicate_blocks_in_dependent_materialized_views = 1
      FORMAT JSONEachRow\n${lines(0, 80, sampleJob).join("\n")}`;
    await ch.ask(body);
    expect(await ch.ask("SELECT count(), uniqExact(_part) > 1 FROM jobs")).toBe("80\t1");
    await ch.ask(body);
    expect(await ch.ask("SELECT count(), (SELECT sum(jobs) FROM jobs_per_day_counts) FROM jobs")).toBe(
      "80\t80",
    );
  });

  test("is known after the server was killed and started again", async () => {
    await truncate();
    const rows = lines(0, 50, sampleJob);
    await insertLines(client(), "jobs", rows, "kill:jobs");
    await ch.kill();
    ch = await ch.reopen();
    await insertLines(client(), "jobs", rows, "kill:jobs");
    expect(await ch.ask("SELECT count(), (SELECT sum(jobs) FROM jobs_per_day_counts) FROM jobs")).toBe(
      "50\t50",
    );
  });
});

describe("rows", () => {
  test("keep every value, null, list and millisecond", async () => {
    await truncate();
    const job = {
      ...sampleJob(7),
      title: 'tab\t "quote" \\ 中文\n',
      unread: ["salary_text"],
      is_proxy: null,
    };
    const text = {
      ...sampleJob(8),
      collected_at: "2026-11-22 01:02:03.456",
      published_at: "2026-11-22T01:02:03.456Z",
    };
    await insertLines(
      client(),
      "jobs",
      new TextEncoder().encode(`${JSON.stringify(job)}\n${JSON.stringify(text)}\n`),
      "values:jobs",
    );
    const stored = JSON.parse(
      await ch.ask(
        `SELECT * REPLACE (toUnixTimestamp64Milli(collected_at) AS collected_at,
          toUnixTimestamp64Milli(published_at) AS published_at) FROM jobs WHERE job_key = 'job-7'
        SETTINGS output_format_json_quote_64bit_integers = 0 FORMAT JSONEachRow`,
      ),
    );
    expect(stored).toEqual(job);
    expect(await ch.ask("SELECT collected_at, published_at FROM jobs WHERE job_key = 'job-8'")).toBe(
      "2026-11-22 01:02:03.456\t2026-11-22 01:02:03.456",
    );
  });

  test("go by the day of China, not of UTC", async () => {
    await truncate();
    const lateInUtc = { ...sampleJob(1), collected_at: Date.UTC(2026, 10, 1, 16, 0, 0) };
    const before = { ...sampleJob(2), collected_at: Date.UTC(2026, 10, 1, 15, 59, 59, 999) };
    await insertLines(client(), "jobs", [JSON.stringify(lateInUtc), JSON.stringify(before)], "days:jobs");
    expect(await ch.ask("SELECT day, jobs FROM jobs_per_day_counts ORDER BY day")).toBe(
      "2026-11-01\t1\n2026-11-02\t1",
    );
  });

  test("count as new on the day of the first sighting, and as active on each day of one, in China", async () => {
    await truncate();
    const day = (date: number, hour: number) => Date.UTC(2026, 10, date, hour);
    const jobs = [1, 2].map((n) => ({ ...sampleJob(n), city: "北京", collected_at: day(1, 15) }));
    const sightings = [
      { ...sampleSighting(1), seen_at: day(1, 15) },
      { ...sampleSighting(2), seen_at: day(1, 15) },
      // 16:00 UTC is midnight in China. The posting is unchanged, so that nothing of it is stored but the sighting.
      { ...sampleSighting(1), seen_at: day(1, 16), verdict: "unchanged", upload_id: "second" },
      { ...sampleSighting(1), seen_at: day(2, 15), verdict: "unchanged", upload_id: "third" },
    ];
    await insertLines(
      client(),
      "jobs",
      jobs.map((job) => JSON.stringify(job)),
      "daily:jobs",
    );
    const seen = sightings.map((sighting) => JSON.stringify(sighting));
    await insertLines(client(), "job_sightings", seen, "daily:sightings");
    const all = (view: string) => ch.ask(`SELECT day, platform, city, jobs FROM ${view} ORDER BY day`);
    expect(await all("jobs_new_per_day")).toBe("2026-11-01\tqcwy\t北京\t2");
    expect(await all("jobs_active_per_day")).toBe("2026-11-01\tqcwy\t北京\t2\n2026-11-02\tqcwy\t北京\t1");
    expect(await all("jobs_per_day_counts")).toBe("2026-11-01\tqcwy\t北京\t2");
  });

  test("make a posting's span, the newest content on top", async () => {
    await truncate();
    const older = sampleJob(3);
    const newer = {
      ...older,
      salary_text: "3-4万",
      collected_at: older.collected_at + 5000,
      content_hash: "ff",
    };
    await insertLines(client(), "jobs", [JSON.stringify(newer)], "span:1");
    await insertLines(client(), "jobs", [JSON.stringify(older)], "span:2");
    const sightings = [0, 5000, 9000].map((later, index) =>
      JSON.stringify({ ...sampleSighting(3), seen_at: older.collected_at + later, upload_id: `u${index}` }),
    );
    await insertLines(client(), "job_sightings", sightings, "span:3");
    expect(
      await ch.ask(
        `SELECT salary_text, toUnixTimestamp64Milli(last_seen) - toUnixTimestamp64Milli(first_seen) FROM job_analytics`,
      ),
    ).toBe("3-4万\t9000");
    await ch.ask("TRUNCATE TABLE job_spans");
    expect(
      await ch.ask(
        "SELECT first_seen = collected_at, last_seen = collected_at FROM job_analytics SETTINGS join_use_nulls = 1",
      ),
    ).toBe("1\t1");
    expect(
      await ch.ask("SELECT first_seen = collected_at, last_seen = collected_at FROM job_analytics"),
    ).toBe("1\t1");
  });

  test("without any is no request", async () => {
    const before = (await ch.control({})).queries;
    await insertLines(client(), "jobs", [], "none");
    expect((await ch.control({})).queries).toBe(before);
  });
});

describe("a failed insert", () => {
  const insertOne = (row: unknown) =>
    insertLines(client(), "jobs", [JSON.stringify(row)], crypto.randomUUID());

  test.each([
    ["a text where a number is due", { ...sampleJob(1), salary_min: "many" }],
    ["a field the table does not know", { ...sampleJob(1), colour: "red" }],
    ["null where a value is due", { ...sampleJob(1), job_key: null }],
  ])("is rejected for %s, whole", async (_name, bad) => {
    await truncate();
    const rows = [JSON.stringify(sampleJob(5)), JSON.stringify(bad)];
    const failure = await insertLines(client(), "jobs", rows, crypto.randomUUID()).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ClickHouseRejected);
    expect((failure as ClickHouseRejected).code).toBeGreaterThan(0);
    expect(await ch.ask("SELECT count() FROM jobs")).toBe("0");
  });

  test.each([["cut"], ["unavailable"]] as const)(
    "is unavailable while the server is down (%s)",
    async (down) => {
      await ch.control({ down });
      const failure = await insertOne(sampleJob(1)).catch((error: unknown) => error);
      await ch.control({ down: false });
      expect(failure).toBeInstanceOf(ClickHouseUnavailable);
      expect((failure as ClickHouseUnavailable).reason).toBe("network");
    },
  );

  test("is unavailable, and never the rows' fault, with a wrong password or no such database", async () => {
    const rows = [JSON.stringify(sampleJob(1))];
    for (const wrong of [{ CLICKHOUSE_PASSWORD: "no" }, { CLICKHOUSE_DATABASE: "nowhere" }]) {
      const failure = await insertLines(
        clickHouseClient({ ...ch.config, ...wrong }),
        "jobs",
        rows,
        "t",
      ).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ClickHouseUnavailable);
      expect((failure as ClickHouseUnavailable).reason).toBe("setup");
      expect(String(failure)).not.toContain(ch.password);
    }
  });

  test("is unavailable when nothing listens", async () => {
    const nowhere = clickHouseClient({ ...ch.config, CLICKHOUSE_URL: "http://127.0.0.1:1" });
    await expect(insertLines(nowhere, "jobs", [JSON.stringify(sampleJob(1))], "t")).rejects.toBeInstanceOf(
      ClickHouseUnavailable,
    );
  });
});

describe("an insert is confirmed", () => {
  interface Answer {
    status?: number;
    headers?: Record<string, string>;
    body?: string;
  }
  const CLICKHOUSE = { "x-clickhouse-query-id": "1" };

  /** A server that answers one insert so. @returns the error of the insert, and the request that the server got */
  async function answered({ status = 200, headers = {}, body = "" }: Answer) {
    const requests: { url: URL; body: string }[] = [];
    const server = createServer(async (request: IncomingMessage, response) => {
      requests.push({ url: new URL(request.url ?? "", "http://x"), body: await text(request) });
      response.writeHead(status, headers).end(body);
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as AddressInfo;
    try {
      const other = clickHouseClient({ ...ch.config, CLICKHOUSE_URL: `http://127.0.0.1:${port}` });
      const error = await insertLines(other, "jobs", ['{"a":1}'], "t:jobs").then(
        () => null,
        (failure: unknown) => failure,
      );
      return { error, requests };
    } finally {
      server.closeAllConnections();
      server.close();
    }
  }

  test("by an empty body with a header of ClickHouse", async () => {
    expect((await answered({ headers: CLICKHOUSE })).error).toBeNull();
    expect((await answered({ headers: CLICKHOUSE, body: "\n" })).error).toBeNull();
  });

  test.each<[string, Answer, string]>([
    [
      "an exception in the body",
      { headers: CLICKHOUSE, body: "Code: 241. DB::Exception: Memory limit (total) exceeded" },
      "busy",
    ],
    [
      "an exception in the body that would blame the rows",
      { headers: CLICKHOUSE, body: "\r\nCode: 27. DB::Exception: Cannot parse input" },
      "busy",
    ],
    ["rows in the body", { headers: CLICKHOUSE, body: "1\n" }, "network"],
    ["a page of a proxy", { headers: { "content-type": "text/html" }, body: "<html>maintenance" }, "network"],
    ["nothing at all", {}, "network"],
    ["a header of somebody else", { headers: { "x-clickhouses": "1" } }, "network"],
  ])("not by %s: it is tried again", async (_, answer, reason) => {
    const { error } = await answered(answer);
    expect(error).toBeInstanceOf(ClickHouseUnavailable);
    expect((error as ClickHouseUnavailable).reason).toBe(reason);
    expect(String(error)).toContain("did not confirm");
  });

  test("only after ClickHouse has written it: the request says so", async () => {
    const { requests } = await answered({ headers: CLICKHOUSE });
    expect(requests).toHaveLength(1);
    const [{ url, body } = { url: new URL("http://x"), body: "" }] = requests;
    expect(body).toBe('{"a":1}');
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      // Without it the status is sent before the rows are written.
      wait_end_of_query: "1",
      // A buffered insert is answered before it is written, and it knows no tokens.
      async_insert: "0",
      insert_deduplicate: "1",
      insert_deduplication_token: "t:jobs",
      deduplicate_blocks_in_dependent_materialized_views: "1",
      input_format_skip_unknown_fields: "0",
      input_format_null_as_default: "0",
    });
  });
});
