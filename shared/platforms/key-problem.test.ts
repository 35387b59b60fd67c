import { expect, test } from "vitest";
import { missingKeyReason } from "./key-problem.ts";
import { adapters } from "./registry.ts";

const TOO_LARGE = "is too large to be exact as a number: send it as text";
const read = (json: string) => JSON.parse(json);

test.each([
  ["qcwy", '{"jobId":9223372036854775807}', TOO_LARGE],
  ["qcwy", '{"jobId":-9223372036854775807}', TOO_LARGE],
  ["zhilian", '{"number":9007199254740993}', TOO_LARGE],
  ["boss", '{"jobInfo":{"encryptId":12345678901234567890}}', TOO_LARGE],
  ["qcwy", '{"jobId":0,"salary":9223372036854775807}', "is missing"],
  ["qcwy", '{"jobName":"x"}', "is missing"],
  ["qcwy", '{"jobId":1.5}', "is missing"],
] as const)("%s %s %s", (platform, json, reason) => {
  const keyOf = adapters[platform].jobKey;
  expect(keyOf(read(json))).toBeNull();
  expect(missingKeyReason(read(json), keyOf)).toBe(reason);
});
