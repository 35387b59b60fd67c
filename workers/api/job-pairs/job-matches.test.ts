/** Pairs of postings that wait, decisions and their undo, through the API. On the engine: workers/duplicates. */
import { afterEach, describe, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { jobSide, memoryJobMatches } from "../../../tests/edge/api/memory-job-matches.ts";
import { testApi } from "../../../tests/edge/api/test-api.ts";
import type { PairRow } from "../../duplicates/match-queries.ts";

const row = (n: number): PairRow => ({
  ...{
    a: String(n),
    b: "18446744073709551615",
    a_platform: "boss",
    a_key: `a${n}`,
    b_platform: "qcwy",
    b_key: `b${n}`,
  },
  ...{ verdict: n === 2 ? "sure" : "doubtful", is_held: n === 2 ? 1 : 0, score: 0.8 },
  ...{ company: 1, place: 0.5, title: 0.75, salary: -1, requirements: 1, text: 0.4 },
});
const caller = { ...SUPERUSER };
let now = 1_795_000_000_000;
const { call, auditLines } = testApi(
  {
    jobMatches: memoryJobMatches(() => now++, {
      pairs: [row(1), row(2), { ...row(3), b_key: "gone" }],
      same: [{ ...jobSide({ platform: "qcwy", job_key: "b1" }), is_main: true, parts: null }],
      side: (job) => jobSide(job, { title: "会计 微信 zhaopin_2026 13800138000" }),
    }),
  },
  { principal: caller },
);
afterEach(() => {
  caller.seesRecruiters = true;
});

interface Page {
  items: { kind: string; one: { job_key: string; title: string }; parts: { salary: number } }[];
  next_cursor: string | null;
}
const ref = (platform: string, job_key: string) => ({ platform, job_key });
const decide = (json: object) => call<{ id: string }>("POST", "/job-decisions", { json });

describe("the queue", () => {
  test("is read page by page, with why a pair waits; a posting that is gone has nothing to decide", async () => {
    const first = await call<Page>("GET", "/job-pairs?limit=1");
    expect(first.data.items).toMatchObject([
      { kind: "doubtful", one: ref("boss", "a1"), parts: { salary: -1 } },
    ]);
    const rest = await call<Page>("GET", `/job-pairs?limit=2&cursor=${first.data.next_cursor}`);
    expect(rest.data.items).toMatchObject([{ kind: "chain", one: ref("boss", "a2") }]);
    expect(rest.data.next_cursor).toBeNull();
  });

  test.for(["18446744073709551616", "99999999999999999999", "1e3", "-1", "0x1"])(
    "takes no cursor with %s, which is no hash of 64 bits",
    async (hash) => {
      const cursor = btoa(JSON.stringify(["job-pairs", [0.8, "1", hash]]));
      const answer = await call("GET", `/job-pairs?cursor=${encodeURIComponent(cursor)}`);
      expect(answer).toMatchObject({ status: 400, code: "invalid_cursor" });
    },
  );

  test("hides contacts from those who may not see them", async () => {
    caller.seesRecruiters = false;
    const { data } = await call<Page>("GET", "/job-pairs");
    expect(JSON.stringify(data)).not.toMatch(/13800138000|zhaopin_2026/);
  });

  test.for(["kind=other", "platform=liepin", "limit=0", "cursor=x", "text=x"])(
    "refuses %s",
    async (query) => {
      expect([400, 422]).toContain((await call("GET", `/job-pairs?${query}`)).status);
    },
  );
});

describe("a decision", () => {
  test("is kept with who and why, and is undone once", async () => {
    const one = ref("boss", "a1");
    const others = [ref("qcwy", "b1"), ref("zhilian", "c1")];
    const { status, data } = await decide({ verdict: "different", one, others, reason: "two teams" });
    expect(status).toBe(201);
    expect(data).toMatchObject({
      ...{ verdict: "different", reason: "two teams", undone_by: null },
      pairs: [
        { one, other: others[0] },
        { one, other: others[1] },
      ],
    });
    expect(auditLines.at(-1)).toMatchObject({
      action: "job-decision.create",
      record: `job-decision:${data.id}`,
    });
    const undo = () => call("POST", `/job-decisions/${data.id}/undo`);
    expect(await undo()).toMatchObject({ status: 200, data: { undone_by: expect.any(String) } });
    expect(auditLines.at(-1)).toMatchObject({ action: "job-decision.undo" });
    expect(await undo()).toMatchObject({ status: 409 });
    expect(await call("GET", "/job-decisions")).toMatchObject({ data: { items: [{ id: data.id }] } });
  });

  test.for([
    { verdict: "maybe", one: ref("boss", "a"), others: [ref("qcwy", "b")] },
    { verdict: "same", one: ref("boss", "a"), others: [] },
    { verdict: "same", one: ref("boss", "a"), others: [ref("boss", "a")] },
    { verdict: "same", one: ref("boss", "a"), others: [ref("qcwy", "b"), ref("qcwy", "b")] },
    {
      verdict: "same",
      one: ref("boss", "a"),
      others: Array.from({ length: 51 }, (_, n) => ref("qcwy", `${n}`)),
    },
    { verdict: "same", one: ref("boss", "x".repeat(201)), others: [ref("qcwy", "b")] },
    { verdict: "same", one: ref("boss", "a"), others: [ref("qcwy", "b")], reason: "a\nb" },
  ])("refuses what is none: %j", async (json) => {
    expect((await decide(json)).status).toBe(422);
  });

  test("names what is not there", async () => {
    expect(
      (await decide({ verdict: "same", one: ref("boss", "a"), others: [ref("qcwy", "gone")] })).status,
    ).toBe(404);
    expect((await call("POST", "/job-decisions/0b8e9f1c-5b8d-4a52-9a38-6f0c2f7f5a11/undo")).status).toBe(404);
    expect((await call("GET", "/jobs/boss/gone/same")).status).toBe(404);
  });
});

test("the other postings of a job are shown", async () => {
  expect(await call("GET", "/jobs/boss/a1/same")).toMatchObject({
    data: { items: [{ job_key: "b1", is_main: true, parts: null }] },
  });
});
