/** Faults on demand, statistics and changes, over HTTP as other tests use them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { PLATFORMS } from "../../shared/contracts/vocabulary.ts";
import {
  type Ask,
  bossUrl,
  control,
  FIXTURE,
  holds,
  lists,
  qcwyRequest,
  SIGN_KEY,
  zhilianRequest,
} from "../../tests/support/job-boards/test-client.ts";
import type { FaultRule } from "./faults.ts";
import { type JobBoards, startJobBoards } from "./start.ts";

let boards: JobBoards;
let requests: Record<string, (ask: Ask) => Request>;
beforeAll(async () => {
  boards = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY, bossOpen: true });
  requests = {
    boss: (ask) => new Request(bossUrl(boards.boss.url, ask)),
    qcwy: (ask) => qcwyRequest(boards.qcwy.url, ask),
    zhilian: (ask) => zhilianRequest(boards.zhilian.url, ask),
  };
});
afterAll(() => boards.close());
beforeEach(async () => {
  for (const platform of PLATFORMS) {
    await control(boards[platform].url, "DELETE", "faults");
    await control(boards[platform].url, "DELETE", "stats");
  }
});

interface Stats {
  requests: Record<string, number>;
  pages: { keyword: string; city: string | null; filters: object; page: number; times: number }[];
  list_pages: number;
  in_flight: number;
  max_in_flight: number;
  faulted: Record<string, number>;
}
type Rule = Partial<Omit<FaultRule, "match">> & { match?: Partial<FaultRule["match"]> };

const arm = (platform: (typeof PLATFORMS)[number], ...rules: Rule[]) =>
  control(boards[platform].url, "POST", "faults", rules);
const stats = (platform: (typeof PLATFORMS)[number]) => control<Stats>(boards[platform].url, "GET", "stats");

async function ask(platform: string, search: Ask = { keyword: "java" }) {
  const request = requests[platform]?.(search);
  if (!request) throw new Error(`no platform ${platform}`);
  const answer = await fetch(request);
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

describe.each(PLATFORMS)("%s", (platform) => {
  test("429 comes with Retry-After, or without", async () => {
    await arm(
      platform,
      { kind: "429", times: 1, retryAfterSeconds: 7 },
      { kind: "429-no-retry-after", times: 1 },
    );
    const [first, second, third] = [await ask(platform), await ask(platform), await ask(platform)];
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
    expect([second.status, second.headers.get("retry-after")]).toEqual([429, null]);
    expect(third.status).toBe(200);
    expect((await stats(platform)).faulted).toEqual({ "429": 1, "429-no-retry-after": 1 });
  });

  test("403, server errors and a page in place of JSON", async () => {
    await arm(
      platform,
      { kind: "403", times: 1 },
      { kind: "5xx", times: 1 },
      { kind: "5xx", status: 500, times: 1 },
      { kind: "html", times: 1 },
    );
    const answers = [await ask(platform), await ask(platform), await ask(platform), await ask(platform)];
    expect(answers.map(({ status }) => status)).toEqual([403, 503, 500, 200]);
    for (const { text } of answers) expect(text).toMatch(/^</);
  });

  test("a cut answer breaks off in the middle of its body", async () => {
    await arm(platform, { kind: "cut", times: 1 });
    await expect(ask(platform)).rejects.toThrow();
    expect((await ask(platform)).status).toBe(200);
  });

  test("a slow answer comes late and whole", async () => {
    await arm(platform, { kind: "slow", times: 1, delayMs: 40 });
    const begin = performance.now();
    expect((await ask(platform)).text).toContain("java");
    // A timer may fire up to a millisecond early.
    expect(performance.now() - begin).toBeGreaterThanOrEqual(39);
  });

  test("the board goes on while an answer is slow", async () => {
    await arm(platform, { kind: "slow", times: 1, delayMs: 60_000 });
    const request = requests[platform]?.({ keyword: "java" });
    const stop = new AbortController();
    const slow = fetch(request ?? "", { signal: stop.signal });
    await expect.poll(async () => (await stats(platform)).in_flight).toBe(1);
    expect((await ask(platform)).status).toBe(200);
    expect((await stats(platform)).max_in_flight).toBe(2);
    stop.abort();
    await expect(slow).rejects.toThrow();
    await expect.poll(async () => (await stats(platform)).in_flight).toBe(0);
  });

  test("the list field or any other is renamed", async () => {
    const field = { boss: "jobList", qcwy: "items", zhilian: "list" }[platform];
    const key = { boss: "encryptJobId", qcwy: "jobId", zhilian: "number" }[platform];
    await arm(platform, { kind: "renamed-field", times: 1 }, { kind: "renamed-field", field: key, times: 1 });
    const [listless, keyless] = [(await ask(platform)).text, (await ask(platform)).text];
    expect(listless).toContain(`"${field}V2":[{`);
    expect(listless).not.toContain(`"${field}":`);
    expect(keyless.split(`"${key}V2":`)).toHaveLength(4);
  });

  test("a fault strikes only what it matches", async () => {
    await arm(platform, { kind: "403", match: { keyword: "java", page: 2 } });
    expect((await ask(platform, { keyword: "java", page: 1 })).status).toBe(200);
    expect((await ask(platform, { keyword: "python", page: 2 })).status).toBe(200);
    expect((await ask(platform, { keyword: "java", page: 2 })).status).toBe(403);
    expect((await ask(platform, { keyword: "java", page: 2 })).status).toBe(403);
    await control(boards[platform].url, "DELETE", "faults");
    expect((await ask(platform, { keyword: "java", page: 2 })).status).toBe(200);
  });

  test("statistics tell what was served, faulted pages left out", async () => {
    await arm(platform, { kind: "5xx", times: 1 });
    for (const keyword of ["java", "java", "java", "python"]) await ask(platform, { keyword });
    const read = await stats(platform);
    const served = { city: null, filters: {}, page: 1 };
    expect(read.pages).toEqual([
      { keyword: "java", times: 2, ...served },
      { keyword: "python", times: 1, ...served },
    ]);
    expect(Object.values(read.requests)).toEqual([4]);
    expect(read.list_pages).toBe(3);
  });

  test("bad rules and mutations are refused by name", async () => {
    const post = async (path: string, body: string) => {
      const answer = await fetch(`${boards[platform].url}/__control/${path}`, { method: "POST", body });
      return `${answer.status} ${await answer.text()}`;
    };
    expect(await post("faults", '{"kind":"flood"}')).toMatch(/^400 .*kind/);
    expect(await post("faults", '{"kind":"403","times":0}')).toMatch(/^400 .*times/);
    expect(await post("faults", "{")).toMatch(/^400 .*not JSON/);
    expect(await post("mutate", '{"change":-1}')).toMatch(/^400 .*change/);
    expect(await post("mutate", '{"city":"火星"}')).toMatch(/^400 .*火星/);
    expect(await post("nothing", "{}")).toMatch(/^404 /);
  });
});

test("each site's own refusals", async () => {
  const rules = ["code37", "verification", "login"] as const;
  for (const platform of PLATFORMS) await arm(platform, ...rules.map((kind) => ({ kind, times: 1 })));
  const three = async (platform: string) => [await ask(platform), await ask(platform), await ask(platform)];
  const [boss, qcwy, zhilian] = [await three("boss"), await three("qcwy"), await three("zhilian")];
  expect(JSON.parse(boss[0]?.text ?? "").code).toBe(37);
  expect(boss[1]?.text).toContain("安全验证");
  expect(JSON.parse(boss[2]?.text ?? "").code).toBe(7);
  expect(qcwy[0]?.text).toContain("滑动验证");
  expect(qcwy[1]?.text).toContain("滑动验证");
  expect(qcwy[2]?.status).toBe(401);
  expect(JSON.parse(zhilian[0]?.text ?? "").data.isVerification).toBe(1);
  expect(zhilian[1]?.text).toContain("安全验证");
  expect(zhilian[2]?.status).toBe(401);
});

test("a closed Boss shows its verification in place of the search page", async () => {
  const closed = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY });
  try {
    await control(closed.boss.url, "POST", "faults", { kind: "verification", match: { keyword: "java" } });
    const page = async (keyword: string) =>
      (await fetch(`${closed.boss.url}/web/geek/job?query=${keyword}&page=1`)).text();
    expect(await page("java")).toContain("安全验证");
    expect(await page("python")).not.toContain("安全验证");
  } finally {
    await closed.close();
  }
});

test("Boss may leave hasMore out", async () => {
  await arm("boss", { kind: "missing-has-more", times: 1 });
  expect((await lists(boards).boss?.({ keyword: "java" }))?.last).toBeNull();
  expect((await lists(boards).boss?.({ keyword: "java" }))?.last).toBe(true);
});

test.each(PLATFORMS)("%s: changes touch salary, number and one board only", async (platform) => {
  const changed = await startJobBoards({ corpus: { file: FIXTURE }, signKey: SIGN_KEY, bossOpen: true });
  try {
    const list = lists(changed)[platform];
    const before = await list?.({ keyword: "java" });
    const result = await control<Record<"changed" | "removed" | "added", string[]>>(
      changed[platform].url,
      "POST",
      "mutate",
      { keyword: "java", city: "全国", change: 1, remove: 1, add: 2 },
    );
    expect([result.changed.length, result.removed.length, result.added.length]).toEqual([1, 1, 2]);
    const after = await list?.({ keyword: "java" });
    expect(after?.total).toBe(4);
    expect(new Set(after?.keys)).toEqual(
      new Set([...(before?.keys ?? []), ...result.added].filter((key) => !result.removed.includes(key))),
    );
    expect((await holds(changed[platform].url, "java", "")).ids).toEqual(after?.keys);
    const salaryField = { boss: "salaryDesc", qcwy: "provideSalaryString", zhilian: "salary60" }[platform];
    const salary = (listed: typeof before, key: string | undefined) =>
      listed?.rows[listed.keys.indexOf(key ?? "")]?.[salaryField];
    expect(salary(after, result.changed[0])).not.toBe(salary(before, result.changed[0]));
    for (const other of PLATFORMS.filter((name) => name !== platform))
      expect((await holds(changed[other].url, "java", "")).count).toBe(3);
    await control(changed[platform].url, "POST", "mutate", { keyword: "java", change: 1 });
    const again = await list?.({ keyword: "java" });
    expect(salary(again, again?.keys[0])).not.toBe(salary(after, again?.keys[0]));
  } finally {
    await changed.close();
  }
});
