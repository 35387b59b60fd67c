import { chmod, lstat, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { testIo } from "../../../../tests/support/cli/test-io.ts";
import { findConnection } from "../api/connection.ts";
import { configFolder } from "./folder.ts";
import { checkKey, profilesOf } from "./profiles.ts";
import { readServerUrl } from "./server-url.ts";

const KEY = "jd_0123456789abcdef0123456789";
const URL_A = "https://a.example.com";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "jobdata-profiles-"));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const ioWith = (env: Record<string, string> = {}) => testIo({ env: { HOME: home, ...env } });
const profiles = () => profilesOf(ioWith());

describe("the folder", () => {
  test("follows the system's rules", () => {
    const of = (env: Record<string, string>, platform: NodeJS.Platform) => configFolder({ env, platform });
    expect(of({ HOME: "/home/lin" }, "linux")).toBe("/home/lin/.config/jobdata");
    expect(of({ HOME: "/home/lin", XDG_CONFIG_HOME: "/etc/lin" }, "linux")).toBe("/etc/lin/jobdata");
    expect(of({ HOME: "/home/lin", XDG_CONFIG_HOME: "relative" }, "darwin")).toBe(
      "/home/lin/.config/jobdata",
    );
    expect(of({ APPDATA: "/appdata", HOME: "/home/lin" }, "win32")).toBe("/appdata/jobdata");
    expect(() => of({}, "linux")).toThrow("HOME is not set");
  });
});

describe.skipIf(process.platform === "win32")("the key file", () => {
  test("is for its owner only, in a folder for its owner only", async () => {
    await profiles().save("main", URL_A, KEY);
    const { folder, keyPath, configPath } = profiles();
    expect((await stat(keyPath("main"))).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, "keys"))).mode & 0o777).toBe(0o700);
    expect(await readFile(configPath, "utf8")).not.toContain(KEY);
    expect(await profiles().key("main")).toBe(KEY);
  });

  test.each([0o640, 0o604, 0o660])("with mode %o is refused", async (mode) => {
    await profiles().save("main", URL_A, KEY);
    await chmod(profiles().keyPath("main"), mode);
    await expect(findConnection(ioWith(), undefined)).rejects.toThrow(/others may read .*chmod 600/);
  });

  test("of another user is refused", async () => {
    await profiles().save("main", URL_A, KEY);
    const io = { ...ioWith(), userId: 54_321 };
    await expect(profilesOf(io).key("main")).rejects.toThrow("belongs to another user");
  });

  test("takes the place of a link, and does not follow it", async () => {
    await profiles().save("main", URL_A, KEY);
    const target = join(home, "target");
    await writeFile(target, "untouched");
    const path = profiles().keyPath("main");
    await rm(path);
    await symlink(target, path);
    await profiles().save("main", URL_A, KEY);
    expect((await lstat(path)).isSymbolicLink()).toBe(false);
    expect(await readFile(target, "utf8")).toBe("untouched");
  });
});

describe("profiles", () => {
  test("are saved, used, listed and deleted", async () => {
    await profiles().save("main", URL_A, KEY);
    await profiles().save("work", "https://b.example.com", KEY);
    expect(await profiles().find()).toMatchObject({ name: "work" });
    expect(await profiles().use("main")).toBe(true);
    expect(await profiles().use("nobody")).toBe(false);
    expect((await profiles().list()).map(({ name, current }) => [name, current])).toEqual([
      ["main", true],
      ["work", false],
    ]);
    expect(await profiles().remove("main")).toBe(true);
    expect([await profiles().find(), await profiles().key("main")]).toEqual([null, null]);
    expect(await profiles().remove("main")).toBe(false);
  });

  test.each(["../main", "a/b", "", ".", "A", "__proto__", "x".repeat(33)])(
    "no profile is named %j",
    (name) => {
      expect(() => profiles().keyPath(name)).toThrow("--profile is not");
    },
  );

  test("a damaged file is told, and not overwritten", async () => {
    await profiles().save("main", URL_A, KEY);
    await writeFile(profiles().configPath, "{");
    await expect(profiles().save("work", URL_A, KEY)).rejects.toThrow("is damaged");
    expect(await readFile(profiles().configPath, "utf8")).toBe("{");
  });
});

describe("the connection", () => {
  test("takes the environment before the profile", async () => {
    await profiles().save("main", URL_A, KEY);
    expect(await findConnection(ioWith(), undefined)).toEqual({ url: URL_A, key: KEY, profile: "main" });
    const env = { JOBDATA_URL: "http://127.0.0.1:8787/api/v1", JOBDATA_KEY: "jd_of_the_environment" };
    expect(await findConnection(ioWith(env), undefined)).toEqual({
      url: "http://127.0.0.1:8787",
      key: "jd_of_the_environment",
      profile: null,
    });
    expect(await findConnection(ioWith({ JOBDATA_KEY: "jd_another_key" }), "main")).toMatchObject({
      url: URL_A,
      key: "jd_another_key",
    });
  });

  test("never sends a stored key to another server", async () => {
    await profiles().save("main", URL_A, KEY);
    const io = ioWith({ JOBDATA_URL: "https://elsewhere.example.com" });
    await expect(findConnection(io, undefined)).rejects.toThrow(
      "the key of profile main is for https://a.example.com",
    );
  });

  test("says what to do when nobody is signed in", async () => {
    await expect(findConnection(ioWith(), undefined)).rejects.toThrow("run jobdata login");
    await expect(findConnection(ioWith(), "work")).rejects.toThrow("there is no profile work");
  });
});

describe("addresses", () => {
  test.each([
    ["https://jobdata.example.com/", "https://jobdata.example.com"],
    ["https://jobdata.example.com/api/v1/", "https://jobdata.example.com"],
    ["http://localhost:8787", "http://localhost:8787"],
    ["http://[::1]:8787", "http://[::1]:8787"],
    ["http://127.1.2.3", "http://127.1.2.3"],
  ])("%s is %s", (text, origin) => {
    expect(readServerUrl(text, "--url")).toBe(origin);
  });

  test.each([
    ["http://jobdata.example.com", "plain HTTP"],
    ["http://127.0.0.1.evil.example", "plain HTTP"],
    ["http://localhost.evil.example", "plain HTTP"],
    ["http://2130706433.example", "plain HTTP"],
    ["https://lin:s3cret@jobdata.example.com", "holds credentials"],
    ["https://jobdata.example.com/other", "leave out /other"],
    ["ftp://jobdata.example.com", "begins with https://"],
    ["jobdata.example.com", "begins with https://"],
    ["", "begins with https://"],
  ])("%s is refused", (text, message) => {
    expect(() => readServerUrl(text, "--url")).toThrow(message);
    expect(() => readServerUrl(text, "--url")).not.toThrow("s3cret");
  });
});

test.each(["short", "jd_with a space inside", "jd_with\nline_break", "jd_ключ_ключ_ключ", ""])(
  "%j is no key",
  (text) => {
    expect(() => checkKey(text, "JOBDATA_KEY")).toThrow(/^JOBDATA_KEY is not a key/);
  },
);
