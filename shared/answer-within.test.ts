import { expect, test } from "vitest";
import { answerWithin } from "./answer-within.ts";

test("an answer, an error and silence", async () => {
  expect(await answerWithin(60_000, Promise.resolve("yes"))).toBe("yes");
  await expect(answerWithin(60_000, Promise.reject(new Error("no")))).rejects.toThrow("no");
  await expect(answerWithin(1, new Promise(() => {}))).rejects.toThrow("no answer within 1 ms");
});
