/** Uploads of one row a line. */
import { beforeEach, describe, expect, test } from "vitest";
import { joinBytes } from "../../../shared/bytes.ts";
import { NOW, testApi } from "../../../tests/edge/api/test-api.ts";
import { testUploads } from "../../../tests/edge/api/test-uploads.ts";
import { GBK_WORD, gbk, gzip, LINES, row, rows, uploadCalls } from "../../../tests/edge/api/upload-calls.ts";

let api: ReturnType<typeof testApi>;
const { send } = uploadCalls(() => api);

beforeEach(() => {
  api = testApi({ uploads: testUploads(() => NOW), clock: { now: () => NOW } });
});

describe("lines of NDJSON", () => {
  const lines = (text: BodyInit, query = LINES) => send(text, "application/x-ndjson", {}, query);

  test("that are broken are rejected by themselves, with their line; blank lines count as lines", async () => {
    const text = `${JSON.stringify(row(1))}\n\n{"encryptJobId":\n${JSON.stringify(row(2))}\n{"jobName":"no key"}`;
    const answer = await lines(text);
    expect(answer).toMatchObject({ status: 202, data: { received: 4, invalid: 2 } });
    const problems = [
      { index: 1, line: 3, field: "row", reason: "is not valid JSON" },
      { index: 3, line: 5, field: "encryptJobId", reason: "is missing" },
    ];
    expect(answer.data.problems).toEqual(problems);
    const receipt = await api.call<{ rows: object[] }>(
      "GET",
      `/universal/data/batches/${answer.data.batch_id}`,
    );
    expect(receipt.data.rows).toMatchObject([
      { index: 0, result: "waiting" },
      { result: "rejected", ...problems[0] },
      { index: 2, result: "waiting" },
      { result: "rejected", ...problems[1] },
    ]);
  });

  test("that are broken after rows which are written already keep their line", async () => {
    const many = rows(1500).map((one) => JSON.stringify(one));
    const answer = await lines([...many, "{"].join("\n"));
    expect(answer).toMatchObject({ status: 202, data: { received: 1501, invalid: 1 } });
    expect(answer.data.problems).toMatchObject([{ index: 1500, line: 1501 }]);
  });

  test("that are broken are told by lines for a thousand of them", async () => {
    const answer = await lines(`${"{\n".repeat(1200)}${JSON.stringify(row(1))}`);
    expect(answer).toMatchObject({ status: 202, data: { received: 1201, invalid: 1200 } });
    const receipt = await api.call<{ rows: object[] }>(
      "GET",
      `/universal/data/batches/${answer.data.batch_id}?limit=10000`,
    );
    expect(receipt.data.rows[1199]).toMatchObject({ line: 1200, reason: "is not valid JSON" });
  });

  test("in GBK are rejected as not UTF-8", async () => {
    const text = `${JSON.stringify(row(1, { jobName: "a" }))}\n{"encryptJobId":"2","jobName":"${GBK_WORD}"}`;
    const answer = await lines(gbk(text));
    expect(answer).toMatchObject({ status: 202, data: { received: 2, invalid: 1 } });
    expect(answer.data.problems).toEqual([{ index: 1, line: 2, field: "row", reason: "is not UTF-8" }]);
  });

  test("may come as gzip of several members, cut anywhere, with zeros at the end", async () => {
    const [one, two] = [`${JSON.stringify(row(1))}\n`, `${JSON.stringify(row(2))}\n`];
    const members = joinBytes([await gzip(one), await gzip(""), await gzip(two), new Uint8Array(8)]);
    for (const size of [1, 7, members.length]) {
      const body = new ReadableStream({
        start(controller) {
          for (let at = 0; at < members.length; at += size) controller.enqueue(members.slice(at, at + size));
          controller.close();
        },
      });
      const answer = await send(body, "application/x-ndjson", { "content-encoding": "gzip" }, LINES);
      expect(answer).toMatchObject({ status: 202, data: { received: 2, invalid: 0 } });
    }
  });
});
