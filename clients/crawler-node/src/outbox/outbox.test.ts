import { mkdir, mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, describe, expect, test } from "vitest";
import { StaleLease } from "../../../../shared/crawl/request-page.ts";
import { listLogger } from "../../../../tests/support/crawler-node/list-logger.ts";
import { untilSoon } from "../../../../tests/support/until.ts";
import { ApiRejected, ApiUnavailable } from "../api/api-client.ts";
import { createClock } from "../clock.ts";
import { type EntryContent, type EntryHeader, encodeEntry } from "./entry.ts";
import { entryStore } from "./entry-store.ts";
import { Outbox } from "./outbox.ts";

const NODE = "11111111-1111-4111-8111-111111111111";
const roots: string[] = [];
const makeRoot = async () => {
  const root = await mkdtemp(join(tmpdir(), "outbox-"));
  roots.push(root);
  return root;
};
afterEach(async () => {
  await Promise.all(roots.splice(0).map((root) => rm(root, { recursive: true, force: true })));
});

const keyword = (lease: number) => `00000000-0000-4000-8000-00000000000${lease}`;
const owner = (lease: number) => ({ node: NODE, keyword_id: keyword(lease), fence: 1 });

const batch = (lease: number, id: string): EntryContent => ({
  header: {
    kind: "batch",
    ...owner(lease),
    head: {
      ...{ batch_id: id, platform_type: "qcwy", channel: "web", data_type: "job", collected_at: 1 },
      ...{ keyword_id: keyword(lease), fence: 1 },
    },
  },
  payload: new Uint8Array(Buffer.from(`rows of ${id}`)),
});
const page = (number: number) => ({
  ...{ part: 0, page: number, reported: 1, rows: 1, invalid: 0, keys: ["k"], fresh: null, last: false },
  outcome: "ok" as const,
  batch_id: "a" as string | null,
});
const progress = (lease: number, number: number): EntryContent => ({
  header: { kind: "progress", ...owner(lease), request: { fence: 1, pages: [page(number)] }, after: [] },
  payload: new Uint8Array(),
});
/** As nodes wrote it before their pages named the upload with their rows. */
function withoutUploads(content: EntryContent): EntryContent {
  const old = structuredClone(content);
  if (old.header.kind === "progress")
    for (const one of old.header.request.pages) delete (one as Partial<typeof one>).batch_id;
  return old;
}
const settle = (lease: number): EntryContent => ({
  header: {
    kind: "settle",
    ...owner(lease),
    request: { fence: 1, settlement: { kind: "done", outcome: "ok" } },
  },
  payload: new Uint8Array(),
});

const nameOf = (header: EntryHeader) => {
  const lease = header.keyword_id.at(-1);
  if (header.kind === "batch") return `${lease} batch ${header.head.batch_id}`;
  if (header.kind === "progress") return `${lease} progress ${header.request.pages[0]?.page}`;
  return `${lease} settle ${header.request.settlement.kind}`;
};

/** An API that a test switches off, and an outbox over a folder that outlives it. */
async function stage(root?: string) {
  const folder = root ?? (await makeRoot());
  const api = {
    mode: "up" as "up" | "away" | "no-key",
    stale: new Set<string>(),
    bad: new Set<string>(),
    sent: [] as string[],
    rows: [] as string[],
  };
  const logger = listLogger();
  const open = () =>
    new Outbox({
      store: entryStore(folder),
      nodeId: NODE,
      logger,
      clock: {
        ...createClock(new AbortController().signal),
        sleep: () => new Promise((done) => setTimeout(done, 1)),
      },
      maxBytes: 1_000_000,
      tries: 1,
      async send({ header, payload }) {
        if (api.mode === "away") throw new ApiUnavailable("connection refused");
        if (api.mode === "no-key") throw new ApiRejected(401, "unauthorized", "key is revoked");
        if (api.stale.has(header.keyword_id)) throw new ApiRejected(409, "stale_lease", "fence 1 is not 2");
        if (api.bad.has(nameOf(header))) throw new ApiRejected(422, "validation_failed", "bad rows");
        api.sent.push(nameOf(header));
        api.rows.push(Buffer.from(payload).toString());
        return {};
      },
    });
  const files = async () => (await readdir(join(folder, "outbox")).catch(() => [])).sort();
  return { folder, api, logger, open, files };
}

describe("outbox", () => {
  test("sends at once while the API takes it, and leaves no file", async () => {
    const { api, open, files } = await stage();
    const outbox = open();
    await outbox.open();
    expect(await outbox.enqueue(batch(1, "a"))).toMatchObject({ sent: true });
    expect(await outbox.enqueue(progress(1, 1))).toMatchObject({ sent: true });
    expect(api.sent).toEqual(["1 batch a", "1 progress 1"]);
    expect(api.rows[0]).toBe("rows of a");
    expect(await files()).toEqual([]);
  });

  test.each(["away", "no-key"] as const)(
    "keeps all in order while the API is %s, across a crash, and then sends it",
    async (mode) => {
      const { api, open, files } = await stage();
      api.mode = mode;
      const before = open();
      await before.open();
      for (const entry of [
        batch(1, "a"),
        progress(1, 1),
        batch(2, "b"),
        batch(1, "c"),
        progress(1, 2),
        settle(1),
      ]) {
        expect(await before.enqueue(entry)).toEqual({ sent: false });
      }
      expect(before.waiting().batches).toBe(3);
      expect(await files()).toHaveLength(6);

      const after = open();
      expect(await after.open()).toEqual([{ keyword_id: keyword(2), fence: 1 }]);
      api.mode = "up";
      const running = after.run();
      await untilSoon("all to be sent", () => api.sent.length === 6);
      expect(api.sent).toEqual([
        "1 batch a",
        "1 progress 1",
        "2 batch b",
        "1 batch c",
        "1 progress 2",
        "1 settle done",
      ]);
      await untilSoon("the folder to be empty", () => after.waiting().bytes === 0);
      after.close();
      await running;
      expect(await files()).toEqual([]);
    },
  );

  test("drops what belongs to a lease that is gone, counts it, and lets the rest through", async () => {
    const { api, open, logger } = await stage();
    api.mode = "away";
    const outbox = open();
    await outbox.open();
    for (const entry of [batch(1, "a"), progress(1, 1), batch(2, "b"), progress(2, 1)])
      await outbox.enqueue(entry);
    api.stale.add(keyword(1));
    api.mode = "up";
    const running = outbox.run();
    await untilSoon("the rest to be sent", () => api.sent.length === 2);
    expect(api.sent).toEqual(["2 batch b", "2 progress 1"]);
    expect(outbox.totals()).toMatchObject({ dropped: 2, rejected: 0 });
    expect(logger.lines).toContainEqual(expect.objectContaining({ message: "outbox.dropped" }));
    await expect(outbox.enqueue(batch(1, "later"))).rejects.toThrow(StaleLease);
    outbox.close();
    await running;
  });

  test("sets a rejected batch aside, never sends its checkpoint, and does not call the run done", async () => {
    const { api, open, folder } = await stage();
    api.mode = "away";
    const outbox = open();
    await outbox.open();
    for (const entry of [batch(1, "a"), progress(1, 1), settle(1)]) await outbox.enqueue(entry);
    api.bad.add("1 batch a");
    api.mode = "up";
    const running = outbox.run();
    await untilSoon("the settlement", () => api.sent.length === 1);
    expect(api.sent).toEqual(["1 settle retry"]);
    expect(outbox.totals()).toMatchObject({ rejected: 2, dropped: 0 });
    expect(await readdir(join(folder, "rejected"))).toHaveLength(2);
    outbox.close();
    await running;
  });

  test.each(["cut", "a bit turned"])("never sends a damaged batch (%s) nor its checkpoint", async (how) => {
    const { api, open, folder, files } = await stage();
    api.mode = "away";
    const before = open();
    await before.open();
    for (const entry of [batch(1, "a"), progress(1, 1), batch(2, "b"), progress(2, 1)])
      await before.enqueue(entry);
    const victim = join(folder, "outbox", (await files())[0] ?? "");
    if (how === "cut") await truncate(victim, 20);
    else {
      const bytes = await readFile(victim);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await writeFile(victim, bytes);
    }
    api.mode = "up";
    const after = open();
    await after.open();
    const running = after.run();
    await untilSoon("the rest to be sent", () => api.sent.length === 2);
    await untilSoon("the checkpoint to be set aside", () => after.totals().rejected === 1);
    expect(api.sent).toEqual(["2 batch b", "2 progress 1"]);
    expect(after.totals()).toEqual({ dropped: 0, rejected: 1, damaged: 1 });
    after.close();
    await running;
  });

  test("says when it is full", async () => {
    const { api, folder } = await stage();
    api.mode = "away";
    const outbox = new Outbox({
      store: entryStore(folder),
      nodeId: NODE,
      logger: listLogger(),
      clock: createClock(new AbortController().signal),
      maxBytes: 500,
      tries: 1,
      send: async () => {
        throw new ApiUnavailable("gone");
      },
    });
    await outbox.open();
    await outbox.enqueue(batch(1, "a"));
    expect(outbox.isFull()).toBe(false);
    await outbox.enqueue(batch(1, "b"));
    expect(outbox.isFull()).toBe(true);
  });

  test("holds what another node left apart", async () => {
    const { api, open, folder } = await stage();
    const entry = batch(1, "a");
    await entryStore(folder).open();
    await entryStore(folder).put({ ...entry, header: { ...entry.header, node: "someone else" } });
    const outbox = open();
    expect(await outbox.open()).toEqual([]);
    const running = outbox.run();
    await untilSoon("it to be set aside", () => outbox.totals().rejected === 1);
    expect(api.sent).toEqual([]);
    outbox.close();
    await running;
  });

  test("takes over the plain files of an older node, damaged ones apart, and leaves nothing unfinished", async () => {
    const { api, open, folder, files } = await stage();
    const plain = join(folder, "outbox");
    await mkdir(plain);
    const write = (name: string, entry: EntryContent) => writeFile(join(plain, name), encodeEntry(entry));
    await write("000000000007.batch", batch(1, "a"));
    await write("000000000008.progress", withoutUploads(progress(1, 1)));
    await write("000000000009.batch", batch(2, "b"));
    await truncate(join(plain, "000000000009.batch"), 40);
    await writeFile(join(plain, "000000000010.settle.new-1"), "half");
    api.mode = "away";
    const before = open();
    expect(await before.open()).toEqual([{ keyword_id: keyword(1), fence: 1 }]);
    expect(before.totals()).toEqual({ dropped: 0, rejected: 0, damaged: 1 });
    expect(await files()).toHaveLength(2);
    expect(await readdir(join(folder, "damaged"))).toHaveLength(1);
    const trying = before.run();
    expect(await before.enqueue(settle(1))).toEqual({ sent: false });
    before.close();
    await trying;

    // The older program ran once more on the same folder and counted from 1 again: no entry replaces another.
    await write("000000000007.batch", batch(3, "c"));
    const after = open();
    await after.open();
    api.mode = "up";
    const running = after.run();
    await untilSoon("all to be sent", () => api.sent.length === 4);
    expect(api.sent).toEqual(["1 batch a", "1 progress 1", "1 settle done", "3 batch c"]);
    await untilSoon("the folder to be empty", () => after.waiting().bytes === 0);
    after.close();
    await running;
    expect(await files()).toEqual([]);
  });

  test("keeps order and loses nothing, whatever fails in between", async () => {
    type Step =
      | { kind: "page"; lease: number }
      | { kind: "up" | "away" | "crash" }
      | { kind: "tear"; at: number };
    const step: fc.Arbitrary<Step> = fc.oneof(
      {
        weight: 6,
        arbitrary: fc.record({ kind: fc.constant("page" as const), lease: fc.integer({ min: 1, max: 3 }) }),
      },
      { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom("up" as const, "away" as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("crash" as const) }) },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant("tear" as const), at: fc.nat() }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { api, open, folder, files } = await stage();
        let outbox = open();
        await outbox.open();
        let running = outbox.run();
        const handed: string[] = [];
        let number = 0;
        let torn = 0;
        const crash = async () => {
          outbox.close();
          await running;
          outbox = open();
        };
        for (const one of steps) {
          if (one.kind === "page") {
            number++;
            for (const entry of [batch(one.lease, `b${number}`), progress(one.lease, number)]) {
              const taken = await outbox.enqueue(entry).catch(() => null);
              // After a lost batch nothing more of its lease is taken.
              if (!taken) break;
              handed.push(nameOf(entry.header));
            }
          } else if (one.kind === "crash" || one.kind === "tear") {
            await crash();
            const names = await files();
            const victim = names[one.kind === "tear" ? one.at % Math.max(1, names.length) : names.length];
            if (victim) {
              await truncate(join(folder, "outbox", victim), 30);
              torn++;
            }
            await outbox.open();
            running = outbox.run();
          } else api.mode = one.kind;
        }
        api.mode = "up";
        await untilSoon("the rest to be sent", () => outbox.waiting().bytes === 0);
        outbox.close();
        await running;

        const sent = new Set(api.sent);
        for (const name of api.sent.filter((one) => one.includes("progress"))) {
          const [lease, , page] = name.split(" ");
          expect(sent, "a checkpoint only after its batch").toContain(`${lease} batch b${page}`);
          expect(api.sent.indexOf(`${lease} batch b${page}`)).toBeLessThan(api.sent.indexOf(name));
        }
        for (const lease of [1, 2, 3]) {
          const pages = api.sent
            .filter((name) => name.startsWith(`${lease} progress`))
            .map((name) => Number(name.split(" ")[2]));
          expect(pages, "checkpoints in order").toEqual(pages.toSorted((a, b) => a - b));
        }
        if (torn === 0) expect(new Set(handed), "all handed in is sent").toEqual(sent);
        const aside = async (name: string) => (await readdir(join(folder, name)).catch(() => [])).length;
        const missing = new Set(handed.filter((name) => !sent.has(name))).size;
        expect(
          (await aside("damaged")) + (await aside("rejected")),
          "what is not sent is there to be seen",
        ).toBeGreaterThanOrEqual(missing);
      }),
      { numRuns: 40 },
    );
  });
});
