import { afterEach, describe, expect, test } from "vitest";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";

const { call, send, store } = testApi();
const key = (name: string) => `kept-pages/2026-11-22/boss/${name}`;
const path = (name: string) => `/failed-pages/${encodeURIComponent(name)}`;
const kept = new Set<string>();

async function keep(name: string, text: string, metadata: Record<string, string> = {}) {
  kept.add(name);
  await store.put(name, text, metadata);
}

afterEach(async () => {
  await store.delete([...kept]);
  kept.clear();
});

interface Page {
  items: { key: string; bytes: number; kept_at: number; metadata: Record<string, string> }[];
  next_cursor: string | null;
}

test("lists kept pages and nothing else of the store", async () => {
  const reason = encodeURIComponent("字段 jobList 不见了");
  await keep(key("a.html"), "<html>", { platform: "boss", reason });
  // Cut inside a character, as long reasons are.
  await keep(key("b.json"), "{}", { reason: reason.slice(0, -2) });
  await keep("spool/2026-11-22/x.ndjson", "{}");
  const { data } = await call<Page>("GET", "/failed-pages");
  expect(data.next_cursor).toBeNull();
  expect(data.items).toEqual([
    {
      key: key("a.html"),
      bytes: 6,
      kept_at: expect.any(Number),
      metadata: { platform: "boss", reason: "字段 jobList 不见了" },
    },
    { key: key("b.json"), bytes: 2, kept_at: expect.any(Number), metadata: { reason: "字段 jobList 不见" } },
  ]);
});

test("is paged, and narrowed to a platform", async () => {
  const names = ["a.html", "b.html", "c.html", "键.html"].map(key);
  for (const [at, name] of names.entries()) await keep(name, "x", { platform: at % 2 ? "boss" : "qcwy" });
  const all = async (query: string) => {
    const pages: string[][] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: { data: Page } = await call(
        "GET",
        `/failed-pages?${query}${cursor && `&cursor=${cursor}`}`,
      );
      pages.push(page.data.items.map((item) => item.key));
      cursor = page.data.next_cursor;
    }
    return pages;
  };
  expect(await all("limit=3")).toEqual([names.slice(0, 3), names.slice(3)]);
  expect(await all("limit=4")).toEqual([names]);
  expect(await all("limit=1&platform=boss")).toEqual([[names[1]], [names[3]]]);
  expect(await call("GET", "/failed-pages?limit=1001")).toMatchObject({ status: 422 });
});

test("reads on over pages of the store, and stops after some", async () => {
  const asked: (string | undefined)[] = [];
  const paged = testApi({
    store: {
      ...store,
      list: async (_prefix, cursor) => {
        asked.push(cursor);
        return { blobs: [], cursor: asked.length === 7 ? null : key(`${asked.length}.html`) };
      },
    },
  });
  const first = await paged.call<Page>("GET", "/failed-pages");
  expect(asked).toEqual([undefined, ...[1, 2, 3, 4].map((n) => key(`${n}.html`))]);
  const last = await paged.call<Page>("GET", `/failed-pages?cursor=${first.data.next_cursor}`);
  expect(asked.slice(5)).toEqual([key("5.html"), key("6.html")]);
  expect(last.data.next_cursor).toBeNull();
});

describe("a download", () => {
  test("is plain text that never runs: saved, not sniffed, sandboxed", async () => {
    const html = "<script>alert(1)</script>中文";
    await keep(key("a b.html"), html);
    const response = await send("GET", path(key("a b.html")));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(html);
    const { headers } = response;
    expect(headers.get("content-type")?.toLowerCase()).toBe("text/plain; charset=utf-8");
    expect(headers.get("content-disposition")).toBe('attachment; filename="2026-11-22_boss_a_b.html.txt"');
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toContain("sandbox");
  });

  test("of a screenshot is the image, saved and never shown on our origin", async () => {
    const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 255]);
    kept.add(key("a.png"));
    await store.put(key("a.png"), png);
    const response = await send("GET", path(key("a.png")));
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(png);
    const { headers } = response;
    expect(headers.get("content-type")).toBe("image/png");
    expect(headers.get("content-disposition")).toBe('attachment; filename="2026-11-22_boss_a.png"');
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect((await send("GET", path(key("gone.png")))).status).toBe(404);
  });

  test("takes the key as it is listed, with its slashes", async () => {
    await keep(key("a b%.html"), "<p>");
    const { items } = (await call<Page>("GET", "/failed-pages")).data;
    const listed = items[0]?.key ?? "";
    const response = await send(
      "GET",
      `/failed-pages/${listed.replaceAll("%", "%25").replaceAll(" ", "%20")}`,
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("<p>");
    expect(await call("GET", "/failed-pages/spool/2026-11-22/x.ndjson")).toMatchObject({ status: 422 });
    expect(await call("POST", `/failed-pages/${key("a.html")}`)).toMatchObject({ status: 405 });
  });

  test("of a page that is gone is 404", async () => {
    expect(await call("GET", path(key("gone.html")))).toMatchObject({ status: 404, code: "not_found" });
  });

  test.each([
    "spool/2026-11-22/x.ndjson",
    "kept-pages/../spool/2026-11-22/x.ndjson",
    "kept-pages/",
    "kept-pages",
    "kept-pages//x",
    `kept-pages/${"x".repeat(1100)}`,
  ])("of a key outside is refused: %s", async (name) => {
    await keep("spool/2026-11-22/x.ndjson", "rows");
    const answer = await call<Problems>("GET", path(name));
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "key" }] } });
  });
});
