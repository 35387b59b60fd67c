import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CHROME_VERSION, installChrome } from "./install.ts";

let cacheHome: string;
beforeEach(async () => {
  cacheHome = await mkdtemp(join(tmpdir(), "jobdata-chrome-"));
});
afterEach(() => rm(cacheHome, { recursive: true, force: true }));

test("names the version that the installed Miniflare looks for", () => {
  const require = createRequire(import.meta.url);
  const miniflare = createRequire(require.resolve("wrangler")).resolve("miniflare");
  expect(readFileSync(miniflare, "utf8")).toContain(`BROWSER_VERSION = "${CHROME_VERSION}"`);
});

test("quotes what the start script is given", async () => {
  await installChrome(cacheHome, { STACK: "it's $HOME" });
  const script = join(cacheHome, ".wrangler/chrome", `linux-${CHROME_VERSION}`, "chrome-linux64/chrome");
  expect(await readFile(script, "utf8")).toContain("export STACK='it'\\''s $HOME'\n");
});

test("falls back to the carried Chromium where none is installed", async () => {
  const path = process.env.PATH;
  process.env.PATH = "";
  try {
    const chrome = await installChrome(cacheHome);
    expect(chrome?.source).toMatch(/^Chromium \d+.* \(npm package @sparticuz\/chromium\)$/);
  } finally {
    process.env.PATH = path;
  }
});
