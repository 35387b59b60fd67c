import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { HELP } from "./command-line.ts";
import { fileNameOf, readSettings } from "./read-settings.ts";
import { SETTINGS, SettingsError } from "./settings.ts";

const folder = mkdtempSync(join(tmpdir(), "settings-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const KEY = "jd_0123456789abcdef0123456789";
const must = { JOBDATA_API: "https://api.test", JOBDATA_KEY: KEY };
const config = (value: unknown) => {
  const file = join(folder, "node.json");
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return file;
};

describe("settings", () => {
  test("takes a flag before its variable, and the variable before the file", () => {
    const file = config({ slots: 3, labels: ["file"], api: "https://file.test", key: KEY });
    const env = { JOBDATA_CONFIG: file, JOBDATA_SLOTS: "5", JOBDATA_LABELS: "env" };
    expect(readSettings({ slots: "7" }, env, "/")).toMatchObject({
      slots: 7,
      labels: ["env"],
      api: "https://file.test",
    });
    expect(readSettings({}, { JOBDATA_CONFIG: file }, "/")).toMatchObject({ slots: 3, labels: ["file"] });
  });

  test("has defaults for all but the address and the key", () => {
    expect(readSettings({}, must, "/")).toMatchObject({
      ...{ platforms: ["boss", "qcwy", "zhilian"], slots: 2, labels: [], proxies: null, node: null },
      ...{ spoolMaxMb: 512, pretty: false, signKeys: {} },
    });
  });

  test("reads paths of the file from where the file lies, others from the working folder", () => {
    const file = config({ proxies: "list.txt" });
    expect(readSettings({ config: file }, must, "/elsewhere").proxies).toBe(join(folder, "list.txt"));
    expect(readSettings({ proxies: "list.txt" }, must, "/elsewhere").proxies).toBe("/elsewhere/list.txt");
  });

  test.each([
    [{ api: "ftp://x" }, must, /--api .*http/],
    [{ api: "https://u:p@x" }, must, /--api holds credentials/],
    [{ slots: "0" }, must, /--slots "0" is not 1 to 64/],
    [{ slots: "many" }, must, /--slots "many"/],
    [{ platforms: "boss,lagou" }, must, /--platforms "lagou" is not one of boss, qcwy, zhilian/],
    [{ labels: "Good,bad label" }, must, /--labels "Good" is not 1 to 63/],
    [{ node: "one" }, must, /--node "one" is not the id/],
    [{}, { ...must, JOBDATA_SPOOL_MAX_MB: "-1" }, /JOBDATA_SPOOL_MAX_MB "-1"/],
    [
      {},
      { JOBDATA_API: "https://x" },
      /key is missing: give --key <key>, JOBDATA_KEY, or "key" in the config file/,
    ],
    [{ config: "/nowhere.json" }, must, /--config: \/nowhere.json cannot be read/],
  ])("names what is wrong with %j", (flags, env, message) => {
    expect(() => readSettings(flags, env as NodeJS.ProcessEnv, "/")).toThrow(message);
  });

  test.each([
    [{ colour: "red" }, /"colour" is not one of/],
    [[], /is not a JSON object/],
    [{ slots: {} }, /slots is not a text, a number/],
  ])("names what is wrong with the file %j", (value, message) => {
    expect(() => readSettings({ config: config(value) }, must, "/")).toThrow(message);
  });

  test("never repeats a secret", () => {
    for (const wrong of [
      () => readSettings({ key: "s3cret" }, must, "/"),
      () => readSettings({ config: config(`{"key": "s3cret`) }, must, "/"),
      () =>
        readSettings({ config: config({ key: "s3cret with a space" }) }, { JOBDATA_API: "https://x" }, "/"),
      () => readSettings({ qcwySignKey: "s3cret with a space" }, must, "/"),
      () => readSettings({ api: "ftp://u:s3cret@x" }, must, "/"),
    ]) {
      const error = (() => {
        try {
          wrong();
        } catch (thrown) {
          return thrown;
        }
      })();
      expect(error).toBeInstanceOf(SettingsError);
      expect(String(error)).not.toContain("s3cret");
    }
  });

  test("is told whole in the help", () => {
    for (const [name, { env, flags }] of Object.entries(SETTINGS)) {
      for (const text of [fileNameOf(name), ...env, flags.split(" ")[0] ?? ""]) expect(HELP).toContain(text);
    }
  });
});
