import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { readConfig } from "../../shared/config.ts";
import { clickHouseTarget } from "./clickhouse-target.ts";
import { portsFrom } from "./ports.ts";
import { toEnvFile, workerVars } from "./worker-vars.ts";

const secrets = {
  AUTH_SECRET: "a".repeat(48),
  SETUP_TOKEN: "d".repeat(48),
  CLICKHOUSE_PASSWORD: "b",
  QCWY_SIGN_KEY: "c",
  VAULT_KEYS: `local:${btoa("e".repeat(32))}`,
};
const vars = () => workerVars(portsFrom(9000), secrets, clickHouseTarget({}, 9000, "b"));

test("gives the Worker a whole configuration, pointing at the local stack only", () => {
  const { vars: production } = unstable_readConfig({ config: "wrangler.toml" });
  const config = readConfig({ ...production, ...vars() });
  expect(config.CLICKHOUSE_URL).toBe("http://127.0.0.1:9000");
  for (const settings of Object.values(config.platforms)) {
    for (const url of [
      settings.list_url,
      settings.detail_url,
      settings.company_url,
      settings.dictionary_url,
    ]) {
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:900[345]$/);
    }
    expect(settings.delay_ms).toBeLessThan(1000);
  }
});

test("changes nothing but vars of wrangler.toml and secrets", () => {
  const known = readFileSync("wrangler.toml", "utf8");
  for (const name of Object.keys(vars())) expect(known).toMatch(new RegExp(`\\b${name}\\b`));
});

test("keeps the politeness of production where it belongs (A19)", () => {
  const { vars: production } = unstable_readConfig({ config: "wrangler.toml" });
  const { boss } = readConfig({ ...production, ...secrets }).platforms;
  expect(boss.delay_ms).toBeGreaterThanOrEqual(10_000);
});

test("writes a file from which each value is read as it was", () => {
  expect(parseEnv(toEnvFile(vars()))).toEqual(vars());
  expect(toEnvFile({ A: "costs $5" })).toBe("A='costs \\$5'\n");
  expect(() => toEnvFile({ A: "it's" })).toThrow("A: holds a quote");
});

test("takes a ClickHouse of one's own, and names what is missing of it", () => {
  const env = { CLICKHOUSE_URL: "https://ch.example:8443", CLICKHOUSE_PASSWORD: "p" };
  expect(clickHouseTarget(env, 1, "own")).toMatchObject({ user: "default", database: "jobdata", own: false });
  expect(() => clickHouseTarget({ CLICKHOUSE_URL: "ch:8443" }, 1, "own")).toThrow(/^CLICKHOUSE_URL: /);
  expect(() => clickHouseTarget({ ...env, CLICKHOUSE_PASSWORD: "" }, 1, "own")).toThrow(
    /^CLICKHOUSE_PASSWORD: /,
  );
});
