import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { unstable_readConfig } from "wrangler";
import { readConfig } from "../config.ts";
import type { Platform } from "../contracts/platform.ts";
import { PlatformSettings } from "../contracts/settings.ts";
import { PLATFORMS } from "../contracts/vocabulary.ts";
import { makeKeywordId, placeOfKeyword } from "../domain/keyword-id.ts";
import { secretsOf } from "../log.ts";
import { platforms, settingsVariable, signKeyVariables } from "./platforms.ts";

const { vars } = unstable_readConfig({ config: "wrangler.toml" });
const signKeys = Object.fromEntries(signKeyVariables.map(([platform, name]) => [name, `key of ${platform}`]));
const secrets = { AUTH_SECRET: "a".repeat(32), CLICKHOUSE_PASSWORD: "clickhouse-password", ...signKeys };

/** Whoever changes a pace changes it here, too, and says why. */
const PACES: Record<Platform, { delay_ms: number; jitter_ms: number; concurrency: number }> = {
  boss: { delay_ms: 10_000, jitter_ms: 5000, concurrency: 1 },
  qcwy: { delay_ms: 3000, jitter_ms: 2000, concurrency: 2 },
  zhilian: { delay_ms: 3000, jitter_ms: 2000, concurrency: 2 },
};

test("the order of the platforms is the one that stored keyword ids were made with", () => {
  expect(PLATFORMS.slice(0, 3)).toEqual(["boss", "qcwy", "zhilian"]);
  for (const platform of PLATFORMS)
    expect(placeOfKeyword(makeKeywordId(platform, 3, 1, new Uint8Array(8)))).toEqual({ platform, shard: 3 });
});

describe.each(PLATFORMS)("%s", (platform) => {
  const definition = platforms[platform];
  const variable = settingsVariable(platform);

  test("is configured by its own settings and what wrangler.toml overrides", () => {
    const overrides = (vars[variable] ?? {}) as object;
    const unknown = Object.keys(overrides).filter((name) => !(name in PlatformSettings.shape));
    expect(unknown, `settings of [vars.${variable}] that nobody reads`).toEqual([]);
    const { [variable]: _table, ...others } = vars;
    expect(readConfig({ ...others, ...secrets }).platforms[platform]).toMatchObject(definition.settings);
    expect(
      readConfig({ ...vars, ...secrets, [variable]: '{"timeout_ms":500}' }).platforms[platform],
    ).toMatchObject({ ...definition.settings, timeout_ms: 500 });
    for (const wrong of ["[]", "7", "{", '{"delay":1}'])
      expect(() => readConfig({ ...vars, ...secrets, [variable]: wrong })).toThrow(variable);
  });

  test("keeps the pace in production that was chosen for the site (A19)", () => {
    const { delay_ms, jitter_ms, concurrency } = readConfig({ ...vars, ...secrets }).platforms[platform];
    expect({ delay_ms, jitter_ms, concurrency }).toEqual(PACES[platform]);
  });

  test("respects the site in production (A19)", () => {
    const config = readConfig({ ...vars, ...secrets });
    expect(config.platforms[platform].delay_ms).toBeGreaterThanOrEqual(1000);
    expect(config.platforms[platform].concurrency).toBeLessThanOrEqual(4);
  });

  test("has a name in each language", () => {
    for (const name of Object.values(definition.label)) expect(name.trim()).not.toBe("");
  });
});

describe.each(signKeyVariables)("the signing key of %s", (platform, variable) => {
  test("is a secret without a default, and a missing one is named", () => {
    expect(Object.keys(vars)).not.toContain(variable);
    const without = Object.fromEntries(Object.entries(secrets).filter(([name]) => name !== variable));
    expect(() => readConfig({ ...vars, ...without })).toThrow(`${variable} is missing`);
  });

  test("is hidden from the logs", () => {
    expect(secretsOf(readConfig({ ...vars, ...secrets }))).toContain(`key of ${platform}`);
  });

  test.each(["wrangler.toml", "docs/deploy.md", "docs/security.md"])("stands in %s", (file) => {
    expect(readFileSync(file, "utf8")).toContain(variable);
  });
});
