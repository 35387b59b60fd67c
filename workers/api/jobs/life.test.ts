import { afterEach, beforeEach, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { StoredLife } from "../../clickhouse/job-queries.ts";
import { exampleJobLife } from "./examples.ts";

const caller = { ...SUPERUSER };
const { call, services } = testApi({}, { principal: caller });
const { events: _, chain: __, as_of: ___, ...state } = exampleJobLife;
const raw = (kind: "list" | "page", content_hash: string, text: string) => ({
  kind,
  content_hash,
  raw: JSON.stringify({ jobId: "1", jobName: "客服", jobDescribe: text }),
});
const changed = {
  ...exampleJobLife.events[0],
  ...{ kind: "text_changed" as const, before: null, after: null, content_hash: "c" },
};
const { removed: ____, added: _____, ...event } = changed as Record<string, unknown>;
const life: StoredLife = {
  state,
  events: [event as unknown as StoredLife["events"][number]],
  contents: [
    raw("list", "a", "双休。电话13800138000。"),
    raw("page", "b", "own page"),
    raw("list", "c", "大小周。电话13900139000。"),
  ],
  chain: [1, 2].map((place) => ({
    job_key: `k${place}`,
    title: "客服 13800138000",
    salary_text: "8千",
    first_seen: Date.UTC(2026, 9, place * 10),
    last_seen_day: `2026-10-${place * 10 + 4}`,
    state: place === 1 ? ("closed" as const) : ("open" as const),
    closed_at: null,
    chain_place: place,
  })),
};
interface Life {
  events: { removed: string[]; added: string[] }[];
  chain: { days: number; postings: { title: string }[] } | null;
  state: string;
  as_of: number;
}
const show = (key = "a/b~1", platform = "qcwy") =>
  call<Life>("GET", `/jobs/${platform}/${encodeURIComponent(key)}/life`);

beforeEach(() => {
  services.jobs.life = async (platform, key) => (platform === "qcwy" && key === "a/b~1" ? life : null);
});
afterEach(() => {
  caller.seesRecruiters = true;
});

test("shows what the text lost and got since the content before of the same kind, and the chain with its days", async () => {
  const { status, data } = await show();
  expect(status).toBe(200);
  expect(data.state).toBe("closed");
  expect(data.events).toMatchObject([
    { removed: ["双休。", "电话13800138000。"], added: ["大小周。", "电话13900139000。"] },
  ]);
  expect(data.chain).toMatchObject({ days: 10, postings: [{ job_key: "k1" }, { job_key: "k2" }] });
});

test("masks texts before they are compared: a changed number is no change for whom numbers are hidden from", async () => {
  caller.seesRecruiters = false;
  const { data } = await show();
  expect(data.events).toMatchObject([{ removed: ["双休。"], added: ["大小周。"] }]);
  expect(JSON.stringify(data)).not.toMatch(/13800138000|13900139000/);
});

test("tells no text where one side is not kept, and no chain of one posting", async () => {
  services.jobs.life = async () => ({
    ...life,
    contents: life.contents.slice(2),
    chain: life.chain.slice(0, 1),
  });
  const { data } = await show();
  expect(data.events).toMatchObject([{ removed: [], added: [] }]);
  expect(data.chain).toBeNull();
});

test("that is not there is 404, of no platform 422", async () => {
  expect(await show("other")).toMatchObject({ status: 404, code: "not_found" });
  const answer = await call<Problems>("GET", "/jobs/monster/x/life");
  expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "platform" }] } });
});
