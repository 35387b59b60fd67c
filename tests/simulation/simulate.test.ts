/**
 * `npm run simulate`, as people run it: histories without a violation, the same one again, each known fault, and how a
 * failure is told. The simulation replaces the timers of its process, so it runs in one of its own.
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url).href);

const simulate = (...args: string[]): Promise<{ code: number; text: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, [MAIN, ...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, text: stdout + stderr });
    });
  });
const line = (text: string, name: string): string | undefined =>
  new RegExp(`^${name} +(.*)$`, "m").exec(text)?.[1];
const hashesOf = (text: string) => [...text.matchAll(/^state hash +(.*)$/gm)].map(([, hash]) => hash);

describe.concurrent("npm run simulate", () => {
  test("100,000 steps of five seeds violate nothing, and the crawl is as fast as before", async () => {
    // One process runs all five: what the second seed runs is compiled already.
    const { code, text } = await simulate(
      ...["--seed", "1", "--runs", "5"],
      ...["--steps", "20000", "--shrink", "100000"],
    );
    expect(code, text).toBe(0);
    expect(text.match(/^steps +20000,/gm)).toHaveLength(5);
    const recoveries = [...text.matchAll(/^recovery ÷ baseline +(.*)$/gm)].map(([, ratio]) => Number(ratio));
    expect(recoveries).toHaveLength(5);
    expect(Math.min(...recoveries)).toBeGreaterThanOrEqual(1);
  });

  test("finds each known fault, decides everything by the seed, and tells a failure shortly", async () => {
    const { code, text } = await simulate("--faults", "--steps", "100000");
    expect(code, text).toBe(0);
    expect(text.match(/ step \d+: /g)?.length).toBeGreaterThanOrEqual(31);
    expect(text).toMatch(/^0 not found$/m);
    await sameAgain();
    await shortHistory();
  });
});

/** A seed decides everything, and a part of its steps can be played alone. */
async function sameAgain(): Promise<void> {
  const both = await simulate("--seed", "3", "--runs", "2", "--steps", "1500");
  const again = await simulate("--seed", "3", "--steps", "1500");
  expect(both.code, both.text).toBe(0);
  const [first, other] = hashesOf(both.text);
  expect(first).toMatch(/^[0-9a-f]{16}$/);
  expect(hashesOf(again.text)).toEqual([first]);
  expect(other).not.toBe(first);
  const kept = await simulate("--seed", "3", "--keep", "0-99,200-299", "--timeline");
  expect(line(kept.text, "steps")).toMatch(/^200,/);
  expect(kept.text).toMatch(/^day {3}0 \d\d:\d\d:\d\d\.\d{3} {2}\S/m);
}

/** A failure is told as a short history that fails again. */
async function shortHistory(): Promise<void> {
  const parts = ["--parts", "keywords,machines", "--fault", "receipt"];
  const failed = await simulate("--seed", "1", "--steps", "20000", "--shrink", "25000", ...parts);
  expect(failed.code).toBe(1);
  const short = failed.text.slice(failed.text.indexOf("looking for a short history"));
  expect(Number(/^short history +(\d+) steps/m.exec(short)?.[1]), short).toBeLessThanOrEqual(200);
  expect(short).toMatch(/IngestLedger ingest: confirm/);
  const keep = /--keep ([\d,-]+)/.exec(short)?.[1] ?? "";
  const again = await simulate("--seed", "1", "--keep", keep, "--shrink", "0", ...parts);
  expect(line(again.text, "VIOLATED")).toBe(line(short, "VIOLATED"));
}
