/** Every kind of bad input gets a 4xx in the common shape that names field and reason, and stores nothing. */
import { afterEach, describe, expect, test } from "vitest";
import { type Problems, testApi } from "../../tests/edge/api/test-api.ts";
import { OPERATIONS } from "./operations.ts";

const api = testApi();
const { call } = api;
const good = { platform: "boss", keyword: "Java", city: "北京" };

afterEach(() => {
  const stored = Object.values(api.ledgers)
    .flat()
    .map(({ keywords }) => keywords.size);
  expect(stored.every((size) => size === 0)).toBe(true);
});

describe("a keyword", () => {
  test.each([
    ["unknown platform", { ...good, platform: "monster" }, "platform", "is not one of boss, qcwy, zhilian"],
    ["missing platform", { keyword: "Java", city: "北京" }, "platform", "is missing"],
    ["unknown channel", { ...good, channel: "fax" }, "channel", "is not one of web, mini, app"],
    ["empty keyword", { ...good, keyword: "" }, "keyword", "is empty"],
    ["blank keyword", { ...good, keyword: " \t\n " }, "keyword", "is empty"],
    ["10,000 characters", { ...good, keyword: "x".repeat(10_000) }, "keyword", "longer than 100 characters"],
    ["control characters", { ...good, keyword: "Ja\u0000va" }, "keyword", "control characters"],
    ["keyword that is no text", { ...good, keyword: 7 }, "keyword", "is not text"],
    ["missing keyword", { platform: "boss", city: "北京" }, "keyword", "is missing"],
    ["priority out of range", { ...good, priority: 11 }, "priority", "is over 10"],
    ["priority with a fraction", { ...good, priority: 1.5 }, "priority", "is not a whole number"],
    ["unknown field", { ...good, colour: "red" }, "colour", "not a known field"],
    ["list", [good], "body", "is not an object"],
    ["null", null, "body", "is not an object"],
  ])("%s", async (_, json, field, reason) => {
    const answer = await call<Problems>("POST", "/keywords", { json });
    expect(answer).toMatchObject({ status: 422, code: "validation_failed", request_id: expect.any(String) });
    expect(answer.data.problems).toHaveLength(1);
    expect(answer.data.problems[0]).toMatchObject({ field, reason: expect.stringContaining(reason) });
    expect(answer.message).toContain(field);
    // A refused value is never sent back at length.
    expect(JSON.stringify(answer.data).length).toBeLessThan(500);
  });

  test.each([
    ["unknown city", "Shanghay", "not known on boss; nearest are 上海, 北京 (all 3"],
    ["city of another platform", "武汉", "/api/v1/cities?platform=boss"],
    ["inherited name as city", "constructor", "not known on boss"],
    ["misspelt city", "背景", "nearest are 北京, 上海"],
    ["very long city", "京".repeat(40), "nearest are"],
  ])("%s is a 400 with the nearest names", async (_, city, reason) => {
    const answer = await call<Problems>("POST", "/keywords", { json: { ...good, city } });
    expect(answer).toMatchObject({ status: 400, code: "unknown_city" });
    expect(answer.data.problems).toEqual([
      expect.objectContaining({
        field: "city",
        code: "unknown_city",
        reason: expect.stringContaining(reason),
      }),
    ]);
    expect(JSON.stringify(answer.data).length).toBeLessThan(500);
  });

  test("names every bad field at once", async () => {
    const answer = await call<Problems>("POST", "/keywords", {
      json: { platform: "x", keyword: "", city: "" },
    });
    expect(answer.data.problems.map(({ field }) => field)).toEqual(["platform", "keyword", "city"]);
  });
});

describe("a body", () => {
  test.each(["", "{", "Java", "{'platform':'boss'}", '{"platform":"boss",}', "\u0000"])(
    "that is not JSON: %j",
    async (body) => {
      const answer = await call<Problems>("POST", "/keywords", {
        body,
        headers: { "content-type": "application/json; charset=utf-8" },
      });
      expect(answer).toMatchObject({ status: 400, code: "invalid_json" });
      expect(answer.data.problems).toMatchObject([{ field: "body", reason: "is not valid JSON" }]);
    },
  );

  test.each([
    ["/keywords", "text/plain"],
    ["/keywords", "text/csv"],
    ["/keywords/batch", "application/x-www-form-urlencoded"],
    ["/keywords/import", "application/json"],
    ["/keywords/import", "text/csvx"],
  ])("of another type: %s with %s", async (path, type) => {
    const answer = await call<Problems>("POST", path, {
      body: JSON.stringify(good),
      headers: { "content-type": type },
    });
    expect(answer).toMatchObject({ status: 415, code: "unsupported_media_type" });
    expect(answer.data.problems[0]).toMatchObject({ field: "content-type" });
  });

  const writes = OPERATIONS.filter(
    // A route that reads its body itself checks its parameters first, or takes larger files; its own test covers it.
    ({ route, ownBody }) =>
      route.method !== "get" &&
      !(ownBody && (route.path.includes("{") || route.path.endsWith("/task-files"))),
  ).map(({ route }) => ({
    method: route.method.toUpperCase(),
    path: route.path.replace("/api/v1", ""),
  }));
  test.each(writes)("over the limit, even where none is read: $method $path", async ({ method, path }) => {
    const answer = await call<Problems>(method, path.replaceAll(/\{\w+\}/g, "x"), {
      body: " ".repeat(1024 * 1024 + 1),
      headers: { "content-type": "application/json" },
    });
    expect(answer).toMatchObject({ status: 413, code: "body_too_large" });
    expect(answer.data.problems[0]).toMatchObject({ field: "body" });
  });

  test("that is missing", async () => {
    expect((await call("POST", "/keywords")).status).toBe(422);
    expect((await call("POST", "/keywords/import")).status).toBe(415);
  });
});

describe("a query", () => {
  const lists = ["/keywords", "/jobs", "/ingest/dead-letters", "/schedules/x/slots", "/failed-pages"];
  // A valid cursor, but of another list.
  const foreign = btoa('["nothing","x"]');
  const wrongPosition = btoa('["keywords",17]');

  test.each(
    lists.flatMap((path) =>
      ["x", "", "%00", foreign, wrongPosition, "A".repeat(1001)].map((cursor) => [path, cursor]),
    ),
  )("%s with a bad cursor: %s", async (path, cursor) => {
    const answer = await call<Problems>("GET", `${path}?cursor=${cursor}`);
    expect(answer).toMatchObject({ status: 400, code: "invalid_cursor" });
    expect(answer.data.problems).toMatchObject([{ field: "cursor" }]);
  });

  test.each([
    ["/jobs", ["jobs", ["newest", -1, "boss", "x"]]],
    ["/jobs", ["jobs", ["newest", 1.5, "boss", "x"]]],
    ["/jobs", ["jobs", ["newest", 1e15, "boss", "x"]]],
    ["/jobs", ["jobs", ["newest", 1, "monster", "x"]]],
    ["/jobs", ["jobs", ["salary_high", 1, "boss", "x"]]],
    ["/jobs?sort=last_seen", ["jobs", ["last_seen", 65_536, "boss", "x"]]],
    ["/jobs?sort=salary_low", ["jobs", ["salary_low", -2, "boss", "x"]]],
    ["/keywords", ["keywords", "00000000-0000-4000-8000-000000000000"]],
    ["/schedules/x/slots", ["schedule-slots", -1]],
    ["/ingest/dead-letters", ["dead-letters", -1]],
    ["/failed-pages", ["failed-pages", "spool/x"]],
  ])("%s with a tampered cursor: %j", async (path, position) => {
    const sign = path.includes("?") ? "&" : "?";
    const answer = await call<Problems>("GET", `${path}${sign}cursor=${btoa(JSON.stringify(position))}`);
    expect(answer).toMatchObject({ status: 400, code: "invalid_cursor" });
  });

  test.each(["0", "-1", "201", "x", "1.5", "1e9"])("with limit %s", async (limit) => {
    for (const path of ["/keywords", "/jobs", "/ingest/dead-letters"]) {
      const answer = await call<Problems>("GET", `${path}?limit=${limit}`);
      expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "limit" }] } });
    }
  });

  test.each([
    ["/keywords?platform=monster", "platform"],
    ["/keywords?state=lost", "state"],
    ["/keywords?include_deleted=maybe", "include_deleted"],
    ["/keywords?colour=red", "colour"],
    ["/keywords?platform=boss&platform=qcwy", "platform"],
    ["/jobs?platform=monster", "platform"],
    ["/jobs?platform=boss&platform=monster", "platform"],
    ["/jobs?text=", "text"],
    ["/jobs?text=%22%22%EF%BC%8C", "text"],
    [`/jobs?text=${"x".repeat(201)}`, "text"],
    [`/jobs?text=${Array.from({ length: 21 }, (_, n) => `w${n}`).join("+")}`, "text"],
    ["/jobs?sort=random", "sort"],
    ["/jobs?salary_from=many", "salary_from"],
    ["/jobs?from=2026-02-30", "from"],
    [`/jobs?${Array.from({ length: 51 }, (_, n) => `city=c${n}`).join("&")}`, "city"],
    ["/jobs/count?exact=maybe", "exact"],
    ["/jobs/facets?degree=wizard", "degree"],
    ["/cities?platform=monster", "platform"],
  ])("%s", async (path, field) => {
    const answer = await call<Problems>("GET", path);
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field }] } });
  });

  test.each(["/platforms/monster/dispatch", "/platforms/monster/breaker/reset"])("POST %s", async (path) => {
    const answer = await call<Problems>("POST", path);
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "platform" }] } });
    expect(answer.data.problems[0]?.reason).toContain("is not one of boss, qcwy, zhilian");
  });
});
