import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { FIXTURE, holds } from "../../tests/support/job-boards/test-client.ts";

const MAIN = fileURLToPath(new URL("main.ts", import.meta.url));

function run(...args: string[]) {
  const child = spawn(process.execPath, [MAIN, ...args]);
  const output = { out: "", err: "" };
  const ready = Promise.withResolvers<string>();
  child.stdout.on("data", (chunk) => {
    output.out += chunk;
    if (output.out.includes("\n")) ready.resolve(output.out);
  });
  child.stderr.on("data", (chunk) => {
    output.err += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, output, ready: ready.promise, ended };
}

test("prints one ready line, serves, and ends well on SIGTERM", async () => {
  const { child, output, ready, ended } = run("--corpus", FIXTURE, "--sign-key", "a-secret-key");
  const line = await ready;
  expect(line).toMatch(
    /^job boards ready \{.*\} 7 postings from 9 rows \(1 exact duplicates merged, .*\)\n$/,
  );
  const urls = JSON.parse(/\{.*?\}/.exec(line)?.[0] ?? "{}");
  expect((await holds(urls.zhilian, "java", "")).count).toBe(3);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  expect(output.err).toBe("");
  expect(output.out).not.toContain("a-secret-key");
});

test.each([
  [["--sign-key", "k", "--corpus", "/nowhere.csv"], "job boards: corpus /nowhere.csv: no such file\n"],
  [["--corpus", FIXTURE], "error: required option '--sign-key <key>' not specified\n"],
  [["--sign-key", "k", "--ports", "1,2"], /--ports.*3 port numbers/],
  [["--sign-key", "k", "--ports", "1,2,x"], /--ports.*whole number/],
  [["--sign-key", "k", "--ports", "1,2,70000"], /--ports.*at most 65535/],
])("%j ends with one clear line", async (args, message) => {
  const { output, ended } = run(...args);
  expect(await ended).toBe(1);
  expect(output.err).toMatch(message);
  expect(output.err.trimEnd()).not.toContain("\n");
});

test("a port that is taken ends with one clear line", async () => {
  const first = run("--sign-key", "k", "--size", "1");
  const { port } = new URL(JSON.parse(/\{.*?\}/.exec(await first.ready)?.[0] ?? "{}").boss);
  const second = run("--sign-key", "k", "--size", "1", "--ports", `0,${port},0`);
  expect(await second.ended).toBe(1);
  expect(second.output.err).toContain("EADDRINUSE");
  first.child.kill("SIGTERM");
  expect(await first.ended).toBe(0);
});

test("--help names every option", async () => {
  const { output, ended } = run("--help");
  expect(await ended).toBe(0);
  for (const option of [
    "--ports",
    "--corpus",
    "--seed",
    "--size",
    "--sign-key",
    "--boss-open",
    "--zhilian-cap",
  ])
    expect(output.out).toContain(option);
});
