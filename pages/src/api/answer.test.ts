import { expect, test } from "vitest";
import { readAnswer } from "./answer.ts";
import { ApiFailure } from "./failure.ts";

function failureOf(read: () => unknown): ApiFailure {
  try {
    read();
  } catch (error) {
    if (error instanceof ApiFailure) return error;
  }
  throw new Error("no ApiFailure was thrown");
}

test("a good answer gives its data", () => {
  const text = JSON.stringify({ code: 0, message: "ok", data: { n: 1 }, request_id: "r1" });
  expect(readAnswer(200, text, new Headers())).toEqual({ n: 1 });
});

test("an error gives code, problems with their lines, and the request id", () => {
  const text = JSON.stringify({
    code: "validation_failed",
    message: "line 3: city: is not known",
    data: { problems: [{ field: "city", reason: "is not known", line: 3 }, { field: 7 }] },
    request_id: "r2",
  });
  const failure = failureOf(() => readAnswer(422, text, new Headers({ "x-request-id": "header" })));
  expect(failure).toMatchObject({
    code: "validation_failed",
    status: 422,
    requestId: "r2",
    problems: [{ field: "city", reason: "is not known", line: 3 }],
    transient: false,
  });
});

test("a proxy's page is a bad answer that keeps the header's request id", () => {
  const failure = failureOf(() =>
    readAnswer(502, "<h1>bad gateway</h1>", new Headers({ "x-request-id": "r3" })),
  );
  expect(failure).toMatchObject({ code: "bad_answer", status: 502, requestId: "r3", transient: true });
});

test.each(["null", '"text"', "[]", '{"data":1}'])("%s is no answer of ours", (text) => {
  expect(failureOf(() => readAnswer(200, text, new Headers())).code).toBe("bad_answer");
});

test("a code outside the closed table is a bad answer", () => {
  const text = JSON.stringify({ code: "toString", message: "x", data: null, request_id: "r4" });
  expect(failureOf(() => readAnswer(400, text, new Headers())).code).toBe("bad_answer");
});

test.each([
  ["30", 30],
  ["Wed, 25 Nov 2026 16:00:00 GMT", null],
])("a refusal for now tells how long to wait: %s", (header, seconds) => {
  const text = JSON.stringify({ code: "too_many_requests", message: "x", data: null, request_id: "r5" });
  const failure = failureOf(() => readAnswer(429, text, new Headers({ "retry-after": header })));
  expect(failure).toMatchObject({ code: "too_many_requests", retryAfterSeconds: seconds, transient: false });
});
