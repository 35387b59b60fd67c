import { describe, expect, test } from "vitest";
import { contentHash } from "../../shared/domain/content-hash.ts";
import { MAX_NESTING } from "../../shared/nesting.ts";
import { entryOf, ingestEntry } from "../../shared/platforms/registry.ts";
import { toDateTime } from "../../shared/tables/line.ts";
import { makeBatch, type RawRow, RUN, rawRows, testAdapter } from "../../tests/edge/ingest/ingest-fixture.ts";
import { openBatch } from "./open-batch.ts";
import { packSpool } from "./pack-spool.ts";
import { buildBatch, prepareBatch } from "./prepare.ts";
import { rawTexts } from "./raw-rows.ts";
import { rowHash } from "./row-hash.ts";
import { provenanceTail } from "./row-lines.ts";

const prepare = (rows: unknown[], over = {}) => {
  const batch = makeBatch("batch-1", rows, over);
  const prepared = prepareBatch(batch, entryOf(testAdapter, batch.channel, batch.data_type));
  const { header, starts, body } = openBatch("batch-1", prepared.body);
  const tail = provenanceTail(header, null);
  // The lines are joined as the consumer sends them.
  const lines = header.entries
    .flatMap((entry) => new Array(entry.lines).fill(0))
    .map(
      (_, line) => new TextDecoder().decode(body.subarray(starts[line], (starts[line + 1] ?? 0) - 2)) + tail,
    );
  return {
    ...prepared,
    header,
    lines,
    json: lines.map((line) => JSON.parse(line) as Record<string, unknown>),
  };
};

const provenance = {
  platform: "boss",
  channel: "web",
  upload_id: "batch-1",
  part: 0,
  run_id: RUN.run_id,
  keyword_id: RUN.keyword_id,
  keyword: RUN.keyword,
  search_city: RUN.city,
  source: "edge",
  collected_at: "2026-11-22 01:02:03.456",
  parser_version: 3,
};

test("hashes as the shared content hash does", () => {
  for (const row of [{}, { b: [1, null, "职位\n"], a: { t: 1, x: "\ud800" } }, rawRows(1)[0]]) {
    expect(rowHash(row, ["t"])).toBe(contentHash(row, ["t"]));
  }
});

describe("a posting", () => {
  const row: RawRow = {
    id: "j1",
    title: '工程师\n"x"',
    company: "c1",
    at: Date.UTC(2026, 0, 2, 3, 4, 5, 6),
    token: "t",
  };

  test("becomes a raw line, a typed line and its employer's line, in the tables' columns", () => {
    const { header, json, entries } = prepare([row]);
    const hash = entries[0]?.hash;
    expect(hash).toMatch(/^[0-9a-f]{32}$/);
    expect(json[0]).toEqual({
      ...provenance,
      job_key: "j1",
      company_key: "c1",
      raw: row,
      content_hash: hash,
    });
    expect(json[1]).toMatchObject({
      ...provenance,
      job_key: "j1",
      title: row.title,
      published_at: "2026-01-02 03:04:05.006",
      content_hash: hash,
    });
    expect(json[1]).not.toHaveProperty("updated_at");
    expect(json[1]).not.toHaveProperty("skills");
    expect(json[2]).toMatchObject({ ...provenance, company_key: "c1", name: "c1" });
    expect(header.entries).toEqual([
      { type: "job", key: "j1", hash, lines: 2 },
      { type: "company", key: "c1", hash: json[2]?.content_hash, lines: 1 },
    ]);
    expect(header).toMatchObject({ received: 1, rows: 1, problems: [], run: { city: RUN.city } });
  });

  test("has the same hash whatever its volatile fields say, and another for other content", () => {
    const hash = (over: RawRow) => prepare([{ ...row, ...over }]).entries[0]?.hash;
    expect(hash({ token: "other" })).toBe(hash({}));
    expect(hash({ title: "other" })).not.toBe(hash({}));
  });

  test("names its employer once per batch", () => {
    const { header } = prepare(rawRows(20));
    expect(header.entries.filter((entry) => entry.type === "company")).toHaveLength(7);
  });

  test("keeps a date that ClickHouse cannot hold out of the column and says so", () => {
    const { json } = prepare([{ ...row, at: 1e15 }]);
    expect(json[1]).toMatchObject({ unread: ["published_at"] });
    expect(json[1]).not.toHaveProperty("published_at");
    expect(toDateTime(Number.NaN)).toBeNull();
    expect(toDateTime(Date.UTC(2299, 11, 31))).toBe("2299-12-31 00:00:00.000");
  });

  test("passes lone surrogates as the replacement character in typed lines, as sent in the raw one", () => {
    const { json, lines } = prepare([{ ...row, title: "a\ud800b C:\\ud800" }]);
    expect(json[1]?.title).toBe("a\ufffdb C:\\ud800");
    expect(json[0]?.raw).toMatchObject({ title: "a\ud800b C:\\ud800" });
    expect(lines.every((line) => line.isWellFormed())).toBe(true);
    expect(lines[1]).not.toMatch(/[^\\]\\ud800/);
  });

  test("leaves the run's columns out when it comes from outside a run", () => {
    const { json } = prepare([row], { run: null });
    expect(json).toHaveLength(3);
    for (const name of ["run_id", "keyword_id", "keyword", "search_city"]) {
      for (const line of json) expect(line).not.toHaveProperty(name);
    }
  });
});

test("writes a posting's own page as a raw and a typed line, without its employer", () => {
  const { header, json, entries } = prepare(rawRows(1), { data_type: "job_detail" });
  expect(header.entries).toEqual([
    { type: "job_detail", key: entries[0]?.key, hash: entries[0]?.hash, lines: 2 },
  ]);
  expect(json).toHaveLength(2);
});

test("writes a company's own page as a raw and a typed line", () => {
  const { header, json, entries } = prepare([{ id: "c9", title: "公司" }], { data_type: "company" });
  expect(header.entries).toEqual([{ type: "company", key: "c9", hash: entries[0]?.hash, lines: 2 }]);
  expect(json[0]).toMatchObject({ company_key: "c9", raw: { id: "c9", title: "公司" } });
  expect(json[1]).toMatchObject({ company_key: "c9", name: "公司" });
});

test("reads a date without a year against the time of collection, in China's day", () => {
  const entry = ingestEntry("qcwy", "web", "job");
  const typed = (collectedAt: string) => {
    const rows = [{ jobId: "1", issueDateString: "09-01", updateDateTime: "今天" }];
    const batch = makeBatch("batch-1", rows, { platform: "qcwy", collected_at: Date.parse(collectedAt) });
    const { body } = openBatch("batch-1", prepareBatch(batch, entry).body);
    return JSON.parse(
      `${new TextDecoder()
        .decode(body)
        .split("\n")
        .find((line) => line.includes("published_at"))}`,
    );
  };
  expect(typed("2026-09-02T00:30:00+08:00")).toMatchObject({
    published_at: "2026-08-31 16:00:00.000",
    updated_at: "2026-09-01 16:00:00.000",
  });
  expect(typed("2026-08-31T23:30:00+08:00").published_at).toBe("2025-08-31 16:00:00.000");
});

test("says of a key that no number can hold exactly what to do", () => {
  const rows = JSON.parse('[{"jobId":9223372036854775807,"jobName":"x"},{"jobName":"y"}]');
  const batch = makeBatch("batch-1", rows, { platform: "qcwy" });
  expect(prepareBatch(batch, ingestEntry("qcwy", "web", "job")).invalid).toEqual([
    { index: 0, field: "jobId", reason: "is too large to be exact as a number: send it as text" },
    { index: 1, field: "jobId", reason: "is missing" },
  ]);
});

test("names every unusable row with field and reason, and keeps the others", () => {
  const endless: Record<string, unknown> = { id: "x" };
  endless.self = endless;
  const rows = [
    { id: "ok-1" },
    null,
    "text",
    [1],
    { title: "no key" },
    { id: "" },
    { id: "k".repeat(201) },
    { id: "\udc00" },
    { id: "boom", title: "boom" },
    endless,
    { id: "ok-2" },
  ];
  const { entries, invalid, header } = prepare(rows);
  expect(entries.map(({ index, key }) => [index, key])).toEqual([
    [0, "ok-1"],
    [10, "ok-2"],
  ]);
  expect(invalid.map(({ index, field }) => [index, field])).toEqual([
    [1, "row"],
    [2, "row"],
    [3, "row"],
    [4, "id"],
    [5, "id"],
    [6, "id"],
    [7, "id"],
    [8, "row"],
    [9, "row"],
  ]);
  expect(invalid[0]?.reason).toBe("is not an object");
  expect(invalid[3]?.reason).toBe("is missing");
  expect(invalid[7]?.reason).toContain("parser fell over");
  expect(header).toMatchObject({ received: 11, rows: 2 });
  expect(header.entries).toHaveLength(2);
});

test("keeps the text of a row that came as bytes, and makes that of the others", () => {
  const builder = buildBatch(makeBatch("batch-1", []), entryOf(testAdapter, "web", "job"));
  const text = '{ "id":"j1", "n": 1.50, "id" : "j1", "\\u0061": "\\/" }';
  builder.add(JSON.parse(text), { json: new TextEncoder().encode(text) });
  builder.add({ id: "j2" });
  expect(rawTexts("batch-1", packSpool(builder.finish().body))).toEqual([text, '{"id":"j2"}']);
});

test("takes a header that is longer than the room kept for it", () => {
  const { header, json, entries } = prepare(rawRows(4000));
  expect(JSON.stringify(header).length).toBeGreaterThan(256 * 1024);
  expect(entries).toHaveLength(4000);
  expect(json.at(-1)).toMatchObject({ job_key: "job-3999", title: "工程师 3999" });
});

test("tells all problems in the header, those of one kind together", () => {
  expect(prepare([{ id: "ok" }, ...new Array(30).fill(null)]).header.problems).toEqual([
    { field: "row", reason: "is not an object", rows: "1-30" },
  ]);
});

test("a row nested too deeply is invalid and says so; the others are stored", () => {
  const nested = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`);
  const row = (id: string, levels: number) => ({ ...rawRows(1)[0], id, deep: nested(levels) });
  for (const levels of [MAX_NESTING, 1500, 100_000]) {
    const { invalid, entries, header } = prepare([row("deep", levels), row("flat", MAX_NESTING - 1)]);
    expect(invalid).toEqual([
      { index: 0, field: "row", reason: `is nested deeper than ${MAX_NESTING} levels` },
    ]);
    expect(entries.map(({ key }) => key)).toEqual(["flat"]);
    expect(header).toMatchObject({ received: 2, rows: 1 });
  }
});
