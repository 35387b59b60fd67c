import { expect, test } from "vitest";
import { texts } from "./texts.ts";

const sources = import.meta.glob<string>("../../../../workers/schedule/jobs/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});

test("each job of the platform has a title", () => {
  const names = Object.entries(sources)
    .filter(([file]) => !file.endsWith(".test.ts"))
    .flatMap(([, source]) => [...source.matchAll(/: ScheduledJob = \{\s+name: "([\w-]+)"/g)])
    .map(([, name]) => name);
  expect(names).toContain("deliver-webhooks");
  expect(names.length).toBeGreaterThan(20);
  expect(Object.keys(texts.en.schedules.job)).toEqual(expect.arrayContaining(names));
});
