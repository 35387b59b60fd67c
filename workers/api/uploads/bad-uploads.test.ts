/** Uploads that are wrong, each in its own way. */
import { beforeEach, describe, expect, test } from "vitest";
import { joinBytes } from "../../../shared/bytes.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import { testUploads } from "../../../tests/edge/api/test-uploads.ts";
import {
  body,
  GBK_WORD,
  gbk,
  gzip,
  row,
  rows,
  stored,
  uploadCalls,
} from "../../../tests/edge/api/upload-calls.ts";

let api: ReturnType<typeof testApi>;
const { post, send } = uploadCalls(() => api);

beforeEach(() => {
  api = testApi({ uploads: testUploads(() => NOW), clock: { now: () => NOW } });
});

test("a row over 1 MB is rejected by itself", async () => {
  const answer = await post(body([row(1), row(2, { x: "x".repeat(1024 * 1024) }), row(3)]));
  expect(answer).toMatchObject({ status: 202, data: { received: 3, invalid: 1 } });
  expect(answer.data.problems).toEqual([{ index: 1, field: "row", reason: "is over 1 MB" }]);
});

describe("what is wrong is a clear 4xx, and nothing is stored", () => {
  const json = JSON.stringify(body(rows(3)));
  const cases: [string, () => ReturnType<typeof post>, { status: number; field: string; reason?: string }][] =
    [
      [
        "an unknown data type",
        () => post(body(rows(1), { data_type: "cv" })),
        { status: 422, field: "data_type" },
      ],
      [
        "an unknown platform",
        () => post(body(rows(1), { platform_type: "x" })),
        { status: 422, field: "platform_type" },
      ],
      ["no rows", () => post(body([])), { status: 422, field: "data_list" }],
      ["rows that are no list", () => post(body("x")), { status: 422, field: "data_list" }],
      [
        "no list",
        () => post({ platform_type: "boss", data_type: "job" }),
        { status: 422, field: "data_list" },
      ],
      ["a cut JSON", () => send(json.slice(0, -20), "application/json"), { status: 400, field: "body" }],
      ["text that is no JSON", () => send("hello", "application/json"), { status: 400, field: "body" }],
      [
        "a broken row of a JSON document",
        () =>
          send('{"platform_type":"boss","data_type":"job","data_list":[{"a":1},{"a":}]}', "application/json"),
        { status: 400, field: "body", reason: "row 2 is not valid JSON" },
      ],
      [
        "JSON in GBK",
        () => send(gbk(json.replaceAll("工程师", GBK_WORD)), "application/json"),
        { status: 400, field: "body", reason: "is not UTF-8" },
      ],
      [
        "JSON in GBK whose bytes read as a backslash before the closing quote",
        // 誠 is D5 5C in GBK.
        () => send(gbk(json.replaceAll("工程师", "\xd5\x5c")), "application/json"),
        { status: 400, field: "body", reason: "is not UTF-8" },
      ],
      [
        "JSON that ends inside a character",
        () =>
          send(new TextEncoder().encode(`${json.slice(0, -1)},"note":"工`).slice(0, -1), "application/json"),
        { status: 400, field: "body", reason: "is not UTF-8" },
      ],
      [
        "a second member of gzip that is cut off",
        async () => {
          const whole = await gzip(json);
          return send(joinBytes([whole, whole.slice(0, 20)]), "application/json", {
            "content-encoding": "gzip",
          });
        },
        { status: 400, field: "body", reason: "is not whole gzip data" },
      ],
      [
        "a bomb in the second member of gzip",
        async () =>
          send(joinBytes([await gzip(json), await gzip(" ".repeat(22_000_000))]), "application/json", {
            "content-encoding": "gzip",
          }),
        { status: 413, field: "body", reason: "16384 bytes" },
      ],
      [
        "truncated gzip",
        async () =>
          send((await gzip(json)).slice(0, -15), "application/json", { "content-encoding": "gzip" }),
        { status: 400, field: "body" },
      ],
      [
        "no gzip at all",
        () => send(json, "application/json", { "content-encoding": "gzip" }),
        { status: 400, field: "body" },
      ],
      [
        "another coding",
        () => send(json, "application/json", { "content-encoding": "br" }),
        { status: 415, field: "content-encoding" },
      ],
      ["another type", () => send(json, "text/plain"), { status: 415, field: "content-type" }],
      [
        "a gzip bomb",
        async () =>
          send(
            await gzip(
              `{"platform_type":"boss","data_type":"job","data_list":["${"x".repeat(22_000_000)}"]}`,
            ),
            "application/json",
            { "content-encoding": "gzip" },
          ),
        { status: 413, field: "body", reason: "10,000 rows" },
      ],
      [
        "21 MB",
        () => send(JSON.stringify(body([row(1, { x: "x".repeat(21 * 1024 * 1024) })])), "application/json"),
        { status: 413, field: "body", reason: "20 MB" },
      ],
      ["10,001 rows", () => post(body(rows(10_001))), { status: 413, field: "body", reason: "10,000 rows" }],
      ["a bad id", () => post(body(rows(1), { batch_id: "a/b" })), { status: 422, field: "batch_id" }],
      [
        "two ids",
        () => post(body(rows(1), { batch_id: "a" }), { "idempotency-key": "b" }),
        { status: 422, field: "batch_id" },
      ],
      [
        "a clock an hour ahead",
        () => post(body(rows(1), { collected_at: NOW + 3_600_000 })),
        { status: 422, field: "collected_at", reason: "3600 s in the future" },
      ],
      [
        "a time in seconds",
        () => post(body(rows(1), { collected_at: Math.floor(NOW / 1000) })),
        { status: 422, field: "collected_at", reason: "is not in milliseconds" },
      ],
      [
        "rows of last year",
        () => post(body(rows(1), { collected_at: NOW - 400 * 86_400_000 })),
        { status: 422, field: "collected_at" },
      ],
    ];
  test.each(cases)("%s", async (_what, request, { status, field, reason = "" }) => {
    const before = await stored();
    const answer = await request();
    expect(answer.status).toBe(status);
    const { problems } = answer.data as unknown as { problems: { field: string; reason: string }[] };
    expect(problems[0]).toMatchObject({ field, reason: expect.stringContaining(reason) });
    expect(await stored()).toBe(before);
  });
});

test("a field that comes too late is named", async () => {
  const { data_list, ...fields } = body(rows(1));
  expect(await post({ ...fields, data_list, collected_at: NOW })).toMatchObject({
    status: 422,
    message: "collected_at: must stand before data_list, and only once",
  });
});
