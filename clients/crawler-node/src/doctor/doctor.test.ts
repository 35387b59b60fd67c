import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findChromium } from "../../../../local/chrome/install.ts";
import { type FakeApi, KEY, NODE_ID, startFakeApi } from "../../../../tests/support/crawler-node/fake-api.ts";
import { startHttpProxy } from "../../../../tests/support/proxies/http-proxy.ts";
import type { Finding } from "../../../terminal/finding.ts";
import { readSettings } from "../cli/read-settings.ts";
import { runDoctor } from "./doctor.ts";

let api: FakeApi;
let folder: string;
beforeEach(async () => {
  api = await startFakeApi();
  folder = await mkdtemp(join(tmpdir(), "doctor-"));
});
afterEach(async () => {
  await api.close();
  await rm(folder, { recursive: true, force: true });
});

async function doctor(flags: Record<string, string> = {}, env: Record<string, string> = {}) {
  const settings = readSettings(
    { api: api.url, data: join(folder, "data"), ...flags },
    { JOBDATA_KEY: KEY, QCWY_SIGN_KEY: "k", ...env },
    "/",
  );
  let text = "";
  const code = await runDoctor(settings, true, (part) => {
    text += part;
  });
  const { ok, checks } = JSON.parse(text) as { ok: boolean; checks: Finding[] };
  expect(ok).toBe(code === 0);
  expect(text).not.toContain(KEY);
  return { code, of: (check: string) => checks.find((one) => one.check === check) };
}

describe("doctor", () => {
  test("finds all well, opens a page in the browser and asks through each proxy", async () => {
    const proxy = await startHttpProxy();
    const { path, env } = await findChromium();
    Object.assign(process.env, env);
    const proxies = join(folder, "proxies.txt");
    await writeFile(proxies, `${proxy.url}\n`);
    try {
      const { code, of } = await doctor({ proxies, chromium: path, platforms: "boss,qcwy" });
      expect(code).toBe(0);
      for (const check of ["connection", "key", "boss", "qcwy", "browser", "proxy 1", "data folder", "disk"])
        expect(of(check), check).toMatchObject({ ok: true });
      expect(of("key")?.detail).toContain(NODE_ID);
      expect(proxy.connections()).toBe(1);
    } finally {
      await proxy.close();
    }
  });

  test("says what to do without an API, with a wrong key, a dead proxy, no browser", async () => {
    const proxies = join(folder, "proxies.txt");
    const dead = await startHttpProxy();
    await dead.close();
    await writeFile(proxies, `http://u:s3cret@127.0.0.1:${dead.port}\n`);
    const broken = await doctor({ proxies, chromium: "/nowhere" });
    expect(broken.code).toBe(1);
    expect(broken.of("proxy 1")).toMatchObject({ ok: false, needed: true });
    expect(JSON.stringify(broken.of("proxy 1"))).not.toContain("s3cret");
    expect(broken.of("boss")).toMatchObject({ ok: false, needed: false, todo: expect.any(String) });

    const wrong = await doctor({ platforms: "zhilian" }, { JOBDATA_KEY: `${KEY}-of-another-time` });
    expect(wrong.of("key")).toMatchObject({ ok: false, needed: true });
    await api.close();
    const alone = await doctor({ platforms: "zhilian" });
    expect(alone.code).toBe(1);
    expect(alone.of("connection")?.todo).toContain("reachable");
    api = await startFakeApi();
  });
});
