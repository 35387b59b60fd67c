/** Logos go through the real Images binding, D1 and R2; the image hosts are the test's. */
import { applyD1Migrations, reset } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { readConfig } from "../../shared/config.ts";
import { imageHeader } from "../../shared/domain/image-header.ts";
import { SUPERUSER, TEST_TOKEN } from "../../tests/edge/api/memory-identity.ts";
import { testApi } from "../../tests/edge/api/test-api.ts";
import { Killed, kindRun } from "../../tests/support/tasks/run-kind.ts";
import { r2Store } from "../storage/r2-store.ts";
import { processImages } from "../tasks/kinds/images.process.ts";
import { createCompanyImages, logoProblem } from "./company-images.ts";
import { createImageStore } from "./image-store.ts";
import { imagesBinding } from "./images-binding.ts";
import { removeOrphans } from "./remove-orphans.ts";

/** A PNG of one colour, made here: 64 × 64 pixels. */
async function png(shade: number, width = 64): Promise<Uint8Array<ArrayBuffer>> {
  const row = new Uint8Array(1 + width * 3).fill(shade);
  row[0] = 0;
  const pixels = new Uint8Array(row.length * width);
  for (let y = 0; y < width; y++) pixels.set(row, y * row.length);
  const packed = new Uint8Array(
    await new Response(
      new Blob([pixels]).stream().pipeThrough(new CompressionStream("deflate")),
    ).arrayBuffer(),
  );
  const chunk = (name: string, data: Uint8Array) => {
    const body = new Uint8Array([...new TextEncoder().encode(name), ...data]);
    const out = new Uint8Array(body.length + 8);
    const view = new DataView(out.buffer);
    view.setUint32(0, data.length);
    out.set(body, 4);
    view.setUint32(body.length + 4, crc(body));
    return out;
  };
  const head = new Uint8Array(13);
  new DataView(head.buffer).setUint32(0, width);
  new DataView(head.buffer).setUint32(4, width);
  head.set([8, 2, 0, 0, 0], 8);
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", head),
    chunk("IDAT", packed),
    chunk("IEND", new Uint8Array()),
  ];
  return new Uint8Array(await new Blob(parts as Uint8Array<ArrayBuffer>[]).arrayBuffer());
}
function crc(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

const HOST = "https://img01.51jobcdn.com";
let asked: { url: string; etag: string | null }[];
let answers: Map<string, () => Response | Promise<Response>>;
let breaker: "closed" | "open";
let companies: { company_key: string; logo: string }[];
const outcomes: string[] = [];
const store = r2Store(env.SPOOL);

function images() {
  const whole = createCompanyImages({
    clickhouse: {} as never,
    images: createImageStore(drizzle(env.DB)),
    store,
    makeWebp: imagesBinding(env.IMAGES),
    config: readConfig(env),
    gate: () => ({
      exchange: async (reports, want) => {
        outcomes.push(...reports.map(({ outcome }) => outcome));
        return { permits: want > 0 ? [crypto.randomUUID()] : [], wait_ms: 0, breaker };
      },
      giveBack: async () => {},
      status: async () => ({ breaker, reopen_at: null }) as never,
    }),
    resolver: { resolve: async () => ["93.184.216.34"] },
    clock: { now: Date.now, sleep: async () => {} },
    fetcher: (async (url: string, init: RequestInit) => {
      asked.push({ url, etag: new Headers(init.headers).get("if-none-match") });
      return (await answers.get(url)?.()) ?? new Response("", { status: 404 });
    }) as typeof fetch,
  });
  return {
    ...whole,
    count: async () => companies.length,
    logos: async (_: string, after: string, limit: number) =>
      companies.filter(({ company_key }) => company_key > after).slice(0, limit),
  };
}
const run = (over: object = {}, at?: (place: "before" | "after", n: number) => void) =>
  kindRun(processImages, {
    input: { platform: "qcwy", ...over },
    services: { images: images() } as never,
    ...(at && { at }),
  });

afterEach(reset);
beforeEach(async () => {
  await applyD1Migrations(env.DB, inject("d1Migrations"));
  asked = [];
  answers = new Map();
  outcomes.length = 0;
  breaker = "closed";
  companies = Array.from({ length: 25 }, (_, n) => {
    const company_key = `c${String(n).padStart(2, "0")}`;
    const logo = `${HOST}/logo/${company_key}.png`;
    answers.set(logo, async () => new Response(await png(n * 7), { headers: { etag: `"v${n}"` } }));
    return { company_key, logo };
  });
});

describe("logos", () => {
  test("are kept in three sizes as WebP, once, whenever the task is killed", async () => {
    const died = new Set<string>();
    const killed = run({}, (place, n) => {
      if (died.has(`${place} ${n}`)) return;
      died.add(`${place} ${n}`);
      throw new Killed();
    });
    // Images that were kept before a kill are unchanged when they are looked at again.
    expect(await killed.toEnd()).toMatchObject({ companies: 25, refused: 0, failed: 0 });
    expect(died.size).toBe(6);
    expect(asked).toHaveLength(25);
    expect(new Set(outcomes)).toEqual(new Set(["ok"]));
    const image = await images().read("qcwy", "c03", 48);
    expect(imageHeader(image?.body ?? new Uint8Array())).toEqual({
      type: "image/webp",
      width: 48,
      height: 48,
    });
    // A logo of 64 pixels is not enlarged.
    const large = await images().read("qcwy", "c03", 256);
    expect(imageHeader(large?.body ?? new Uint8Array())).toMatchObject({ width: 64 });
    expect(await run().toEnd()).toMatchObject({ kept: 0, unchanged: 25 });
    expect(asked).toHaveLength(25);
  });

  test("that changed are fetched again, the others answer that they did not", async () => {
    companies = companies.slice(0, 3);
    await run().toEnd();
    for (const [n, { logo }] of companies.entries())
      answers.set(logo, async () =>
        n === 1
          ? new Response(await png(200), { headers: { etag: '"new"' } })
          : new Response(null, { status: 304 }),
      );
    const before = await images().read("qcwy", "c01", 96);
    asked = [];
    expect(await run({ again: true }).toEnd()).toMatchObject({ kept: 1, unchanged: 2 });
    expect(asked.map(({ etag }) => etag)).toEqual(['"v0"', '"v1"', '"v2"']);
    expect((await images().read("qcwy", "c01", 96))?.sha256).not.toBe(before?.sha256);
  });

  test("that were replaced leave no copies behind, and copies that are lost are fetched anew", async () => {
    companies = companies.slice(0, 2);
    const [first, second] = companies;
    // Both companies have the same logo, and so the same copies.
    const shared = async () => new Response(await png(40));
    for (const { logo } of companies) answers.set(logo, shared);
    await run().toEnd();
    const keys = async () => (await store.list("company-images/")).blobs.map(({ key }) => key);
    const before = await keys();
    const clean = (at: number, dry = false) =>
      removeOrphans({ images: createImageStore(drizzle(env.DB)), store }, at, dry);
    const later = () => Date.now() + 1000;
    answers.set(first?.logo ?? "", async () => new Response(await png(90)));
    await run({ again: true }).toEnd();
    // The other company still shows the first logo.
    expect(await clean(later())).toBe(0);
    answers.set(second?.logo ?? "", async () => new Response(await png(90)));
    await run({ again: true }).toEnd();
    // A task stores copies before their row: what is young stays.
    expect(await clean(Date.now() - 60_000)).toBe(0);
    expect(await clean(later(), true)).toBe(before.length);
    expect((await keys()).length).toBeGreaterThan(before.length);
    expect(await clean(later())).toBe(before.length);
    const left = await keys();
    expect(left.filter((key) => before.includes(key))).toEqual([]);
    expect(await images().read("qcwy", "c01", 48)).not.toBeNull();

    await store.delete(left.slice(0, 1));
    expect(await clean(later(), true)).toBe(0);
    expect(await run().toEnd()).toMatchObject({ unchanged: 2 });
    await clean(later());
    expect(await run().toEnd()).toMatchObject({ kept: 2 });
    expect(await keys()).toEqual(left);
  });

  test("are refused by address, size, pixels and content, each with its reason", async () => {
    const big = await png(1);
    new DataView(big.buffer).setUint32(16, 60_000);
    const bad: [string, (() => Response) | null][] = [
      ["https://169.254.169.254/latest/meta-data", null],
      ["https://evil.example/51jobcdn.com.png", null],
      ["https://51jobcdn.com.evil.cn/a.png", null],
      ["https://user:pw@img01.51jobcdn.com/a.png", null],
      ["https://img01.51jobcdn.com:8443/a.png", null],
      ["javascript:alert(1)", null],
      [`${HOST}/bomb.png`, () => new Response(big)],
      [`${HOST}/page.png`, () => new Response("<html>", { headers: { "content-type": "image/png" } })],
      [
        `${HOST}/script.svg`,
        () => new Response("<svg onload='x'/>", { headers: { "content-type": "image/svg+xml" } }),
      ],
      [`${HOST}/large.png`, () => new Response(new Uint8Array(3_000_000))],
      [`${HOST}/away.png`, () => Response.redirect("http://127.0.0.1/", 302)],
      [`${HOST}/gone.png`, null],
    ];
    companies = bad.map(([logo], n) => ({ company_key: `bad${String(n).padStart(2, "0")}`, logo }));
    for (const [logo, answer] of bad) if (answer) answers.set(logo, answer);
    const result = await run().toEnd();
    expect(result).toMatchObject({ companies: 12, kept: 0, refused: 12 });
    expect(asked.map(({ url }) => url)).toEqual(bad.slice(6).map(([url]) => url));
    expect(JSON.stringify(result?.problems)).toContain("60000 × 64 pixels");
    // What was refused is not asked for again the next day.
    asked = [];
    expect(await run().toEnd()).toMatchObject({ unchanged: 12 });
    expect(asked).toEqual([]);
  });

  test("wait while the breaker of the platform is open", async () => {
    breaker = "open";
    await expect(run().once()).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  test("are asked for on the platform's own hosts alone", () => {
    expect(logoProblem("boss", "https://img.bosszhipin.com/x.png")).toBeNull();
    expect(logoProblem("zhilian", "https://img.bosszhipin.com/x.png")).toContain("no host of the platform");
    expect(logoProblem("boss", "ftp://img.bosszhipin.com/x.png")).not.toBeNull();
  });
});

test("the API shows a size, lets the browser keep it, and tells what is there", async () => {
  companies = companies.slice(0, 1);
  await run().toEnd();
  const api = testApi({ images: images() }, { principal: SUPERUSER });
  const get = (at: string, headers = {}) =>
    api.app.request(at, { headers: { authorization: `Bearer ${TEST_TOKEN}`, ...headers } });
  const path = "/api/v1/companies/qcwy/c00/logo";
  const answer = await get(`${path}?size=48`);
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("image/webp");
  expect(answer.headers.get("cache-control")).toBe("private, max-age=86400");
  expect(answer.headers.get("content-security-policy")).toContain("sandbox");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  expect(imageHeader(new Uint8Array(await answer.arrayBuffer()))?.type).toBe("image/webp");
  const etag = answer.headers.get("etag") ?? "";
  const again = await get(`${path}?size=48`, { "if-none-match": etag });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await get(`${path}?size=50`)).status).toBe(422);
  const missing = await get("/api/v1/companies/qcwy/other/logo");
  expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
});
