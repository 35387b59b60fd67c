import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const bootstrap = (...args: string[]) =>
  spawnSync(process.execPath, [fileURLToPath(new URL("./bootstrap.mjs", import.meta.url)), ...args], {
    encoding: "utf8",
  });

test.each([[[]], [["crawl"]], [["toString"]]])("tells its scripts when called with %j", (args) => {
  const { status, stderr } = bootstrap(...args);
  expect(stderr).toBe("usage: node local/bootstrap.mjs start|test|bench|simulate [flags]\n");
  expect(status).toBe(1);
});
