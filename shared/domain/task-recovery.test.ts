import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { TASK_ERROR_CLASSES, TASK_QUEUES } from "../contracts/vocabulary.ts";
import { ERROR_CODES, type ErrorCode } from "../errors/codes.ts";
import { placeOfKeyword } from "./keyword-id.ts";
import { makeTaskId, queueOfTask } from "./task-id.ts";
import { CLASS_RULES, classOfCode, nextTryMs } from "./task-recovery.ts";

const seconds = (ms: number): string => (ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`);

/** The table of docs/tasks.md. */
const line = (name: (typeof TASK_ERROR_CLASSES)[number]): string => {
  const { retry, auto, meaning } = CLASS_RULES[name];
  const tries = retry ? `${seconds(retry.baseMs)} … ${seconds(retry.maxMs)}` : "no";
  return `| \`${name}\` | ${meaning} | ${tries} | ${auto} |`;
};

describe("retries by class", () => {
  test("docs/tasks.md shows the table of the code", () => {
    const docs = readFileSync("docs/tasks.md", "utf8").replace(/ +/g, " ");
    expect(TASK_ERROR_CLASSES.map(line).filter((row) => !docs.includes(row))).toEqual([]);
  });

  test("docs/tasks.zh-CN.md has the same numbers", () => {
    const docs = readFileSync("docs/tasks.zh-CN.md", "utf8").replace(/ +/g, " ");
    const missing = TASK_ERROR_CLASSES.filter((name) => {
      const [, , , tries, auto] = line(name).split("|");
      const row = docs.split("\n").find((text) => text.startsWith(`| \`${name}\` |`));
      return !row?.includes(String(tries).trim()) || !row.includes(String(auto).trim());
    });
    expect(missing).toEqual([]);
  });

  test("a delay is within its bounds, and ends with the tries", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TASK_ERROR_CLASSES),
        fc.integer({ min: 1, max: 30 }),
        fc.integer({ min: 1, max: 20 }),
        fc.double({ min: 0, max: 0.999 }),
        (name, attempt, max, random) => {
          const delay = nextTryMs(name, attempt, max, random);
          const { retry } = CLASS_RULES[name];
          if (retry === null || attempt >= max) return delay === null;
          return delay !== null && delay >= 0 && delay <= retry.maxMs;
        },
      ),
    );
  });

  test("every code of the API has a class; a refusal is not retried as if it were an outage", () => {
    for (const code of Object.keys(ERROR_CODES) as ErrorCode[])
      expect(CLASS_RULES[classOfCode(code)]).toBeDefined();
    expect(classOfCode("validation_failed")).toBe("invalid-input");
    expect(classOfCode("dependency_unavailable")).toBe("dependency");
    expect(classOfCode("body_too_large")).toBe("invalid-input");
  });
});

test("an id tells its queue and is no id of a keyword; ids of later times are greater", () => {
  for (const queue of TASK_QUEUES) {
    const id = makeTaskId(queue, 1_800_000_000_000, Math.random);
    expect(queueOfTask(id)).toBe(queue);
    expect(placeOfKeyword(id)).toBeNull();
    expect(makeTaskId(queue, 1_800_000_000_001, () => 0) > id).toBe(true);
  }
  for (const wrong of [
    "",
    "x",
    "019aab3e-7c00-8f99-9d1c-5a0c4be17f20",
    "019aab3e-7c00-8000-9d1c-5a0c4be17f20",
  ])
    expect(queueOfTask(wrong)).toBeNull();
});

test("docs print within how many starts a LOW task begins", () => {
  for (const file of ["docs/tasks.md", "docs/tasks.zh-CN.md"])
    expect(readFileSync(file, "utf8")).toContain("32");
});
