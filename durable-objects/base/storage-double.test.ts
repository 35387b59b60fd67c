/** The double of `ctx.storage`, which the simulation runs the objects over, answers as workerd does. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, inject, test } from "vitest";
import {
  type AnyStorage,
  digestsOf,
  OPERATIONS,
  PER_DIGEST,
  runOperations,
} from "../../tests/edge/storage-double/operations.ts";

test("10,000 random statements, values and alarms have the same answers in workerd", async () => {
  const operations = await runInDurableObject(
    env.BROWSER_BROKER.getByName("storage"),
    async (_, { storage }) => {
      await storage.deleteAll();
      return runOperations(storage as unknown as AnyStorage);
    },
  );
  expect(operations).toHaveLength(OPERATIONS);
  const answers = digestsOf(operations);
  const first = inject("storageAnswers").findIndex((digest, at) => digest !== answers[at]);
  // The answers of workerd among which the first difference is.
  const near = first < 0 ? [] : operations.slice(first * PER_DIGEST, (first + 1) * PER_DIGEST);
  expect(near).toEqual([]);
  // Most succeed, and every kind of failure occurred.
  const failed = operations.filter(({ answer }) => /^[a-z ]+$/.test(answer) && answer !== "null");
  expect(failed.length).toBeLessThan(OPERATIONS / 3);
  for (const kind of ["constraint", "statement", "one", "rolled back"])
    expect(failed.map(({ answer }) => answer)).toContain(kind);
});
