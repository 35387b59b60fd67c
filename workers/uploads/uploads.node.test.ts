/** Tests export and watch with a real ClickHouse. */
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { LoggedUpload, UploadLogApi } from "../../shared/contracts/upload-log.ts";
import { WINDOW_MS } from "../../shared/domain/upload-watch.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { clickHouseClient } from "../clickhouse/client.ts";
import { ClickHouseUnavailable } from "../clickhouse/errors.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { uploadSenders } from "../clickhouse/queries/upload-senders.ts";
import { uploadWindows } from "../clickhouse/queries/upload-windows.ts";
import { runQuery } from "../clickhouse/query.ts";
import { exportUploadLog } from "./export-log.ts";

let ch: ScratchClickHouse;
const client = () => clickHouseClient(ch.config);
/** Recent, because the table's TTL deletes older rows. */
const BEGIN = Math.floor(Date.now() / WINDOW_MS - 20) * WINDOW_MS;

beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
});
afterAll(() => ch.remove());
beforeEach(() => ch.ask("TRUNCATE TABLE uploads"));

const upload = (seq: number, over: Partial<LoggedUpload> = {}): LoggedUpload => ({
  seq,
  at: BEGIN + seq * 1000,
  ip: "192.0.2.7",
  source: "node:n1",
  platform: "boss",
  channel: "web",
  data_type: "job",
  upload_id: `upload-${seq}`,
  sender_batch_id: null,
  parts: 1,
  received: 10,
  invalid: 1,
  bytes: 1000,
  ...over,
});

/** A log with the rules of the ledger: until lines are exported, every read returns the same ones. */
function log(lines: LoggedUpload[]) {
  let frozen: number | null = null;
  const api: UploadLogApi = {
    async uploadLog(limit) {
      frozen ??= Math.min(limit, lines.length);
      return { uploads: lines.slice(0, frozen), more: lines.length > frozen };
    },
    async uploadLogExported(last) {
      lines.splice(0, lines.length, ...lines.filter(({ seq }) => seq > last));
      frozen = null;
    },
    oldestLoggedUpload: async () => lines[0]?.at ?? null,
    newestUpload: async () => lines.at(-1)?.at ?? null,
  };
  return api;
}
const insert = (lines: string[], token: string) => insertLines(client(), "uploads", lines, token);
const stored = async () => Number(await ch.ask("SELECT count() FROM uploads"));

test("every upload arrives once, in as many inserts as it takes", async () => {
  const lines = Array.from({ length: 12_000 }, (_, seq) => upload(seq + 1));
  expect(await exportUploadLog({ ledger: log(lines), insert })).toBe(12_000);
  expect(lines).toEqual([]);
  expect(await stored()).toBe(12_000);
  expect(await ch.ask("SELECT sum(valid), sum(invalid) FROM uploads")).toBe("108000\t12000");
});

test("a crash between insert and mark doubles nothing, also when more came meanwhile", async () => {
  const lines = [upload(1), upload(2)];
  const ledger = log(lines);
  const crashing = { ...ledger, uploadLogExported: () => Promise.reject(new Error("crash")) };
  await expect(exportUploadLog({ ledger: crashing, insert })).rejects.toThrow("crash");
  lines.push(upload(3));
  expect(await exportUploadLog({ ledger, insert })).toBe(3);
  expect(await stored()).toBe(3);
});

test("without ClickHouse the log waits", async () => {
  const lines = [upload(1)];
  const away = clickHouseClient({ ...ch.config, CLICKHOUSE_URL: "http://127.0.0.1:1" });
  const failing = (all: string[], token: string) => insertLines(away, "uploads", all, token);
  await expect(exportUploadLog({ ledger: log(lines), insert: failing })).rejects.toThrow(
    ClickHouseUnavailable,
  );
  expect(lines).toHaveLength(1);
});

test("windows and senders are counted by address, in pages", async () => {
  const lines = [
    upload(1),
    upload(2, { at: BEGIN + 5 }),
    upload(3, { at: BEGIN + 2 * WINDOW_MS, source: "user:u" }),
    upload(4, { at: BEGIN, ip: "192.0.2.8" }),
    upload(5, { at: BEGIN + 9 * WINDOW_MS, ip: "192.0.2.8" }),
  ];
  await exportUploadLog({ ledger: log(lines), insert });
  const range = { from: BEGIN, to: BEGIN + 9 * WINDOW_MS, limit: 10 };
  expect(await runQuery(client(), uploadWindows, { ...range, after_ip: "" })).toEqual([
    { ip: "192.0.2.7", source: "user:u", ats: [BEGIN, BEGIN + 2 * WINDOW_MS], rows: [18, 9] },
    { ip: "192.0.2.8", source: "node:n1", ats: [BEGIN], rows: [9] },
  ]);
  expect(await runQuery(client(), uploadWindows, { ...range, after_ip: "192.0.2.7" })).toHaveLength(1);

  const all = { from: BEGIN, ip: null, source: null, after_ip: "", after_source: "", limit: 10 };
  const senders = await runQuery(client(), uploadSenders, all);
  expect(senders.map(({ ip, source }) => [ip, source])).toEqual([
    ["192.0.2.7", "node:n1"],
    ["192.0.2.7", "user:u"],
    ["192.0.2.8", "node:n1"],
  ]);
  expect(senders[0]).toEqual({
    ip: "192.0.2.7",
    source: "node:n1",
    last_at: BEGIN + 1000,
    uploads: 2,
    rows: 18,
    invalid: 2,
    bytes: 2000,
    ats: [BEGIN],
    uploads_by_window: [2],
    rows_by_window: [18],
  });
  const after = { ...all, after_ip: "192.0.2.7", after_source: "node:n1" };
  expect(await runQuery(client(), uploadSenders, after)).toHaveLength(2);
  expect(await runQuery(client(), uploadSenders, { ...all, source: "user:u" })).toHaveLength(1);
  expect(await runQuery(client(), uploadSenders, { ...all, ip: "192.0.2.8" })).toHaveLength(1);
});
