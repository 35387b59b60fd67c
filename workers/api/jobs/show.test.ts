import { afterEach, describe, expect, test } from "vitest";
import { SUPERUSER } from "../../../tests/edge/api/memory-identity.ts";
import { type Problems, testApi } from "../../../tests/edge/api/test-api.ts";
import type { StoredJob } from "../../clickhouse/job-queries.ts";
import { exampleJobDetail } from "./examples.ts";

const caller = { ...SUPERUSER };
const { call, send, store, storedJobs } = testApi({}, { principal: caller });
const example = exampleJobDetail;
const raw = { jobId: "a/b~1", hrName: "某某", hrPosition: "人事", jobDescribe: "电话13800138000" };
const stored: StoredJob = {
  ...example.job,
  job_key: "a/b~1",
  title: "客服 13800138000",
  description: raw.jobDescribe,
  raw: JSON.stringify(raw),
};

interface Detail {
  job: StoredJob;
  raw: unknown;
  masked: boolean;
}
const show = (key: string, platform = "qcwy") =>
  call<Detail>("GET", `/jobs/${platform}/${encodeURIComponent(key)}`);

afterEach(() => {
  caller.seesRecruiters = true;
  storedJobs.length = 0;
});

describe("one posting", () => {
  test("is shown typed and raw to those who may see recruiters", async () => {
    storedJobs.push(stored);
    const { raw: _, ...job } = stored;
    expect(await show("a/b~1")).toMatchObject({
      status: 200,
      data: { job, raw, masked: false, why: { found_by: [], sightings: [], versions: [] } },
    });
  });

  test("hides names and contacts from the others", async () => {
    storedJobs.push(stored);
    caller.seesRecruiters = false;
    const { status, data } = await show("a/b~1");
    expect(status).toBe(200);
    expect(data.masked).toBe(true);
    expect(data.raw).toEqual({ ...raw, hrName: "***", jobDescribe: "电话***" });
    expect(data.job).toMatchObject({
      title: "客服 ***",
      description: "电话***",
      recruiter_position: "人事主管",
    });
    expect(JSON.stringify(data)).not.toMatch(/某某|13800138000/);
  });

  test.each([
    [null, null, null],
    ["{not json 某某", "{not json 某某", null],
  ])("with the raw row %j", async (text, whole, masked) => {
    storedJobs.push({ ...stored, raw: text });
    expect((await show("a/b~1")).data.raw).toBe(whole);
    caller.seesRecruiters = false;
    expect((await show("a/b~1")).data.raw).toBe(masked);
  });

  test("that is not there is 404, of no platform 422", async () => {
    storedJobs.push(stored);
    expect(await show("other")).toMatchObject({ status: 404, code: "not_found" });
    expect(await show("a/b~1", "boss")).toMatchObject({ status: 404 });
    const answer = await call<Problems>("GET", "/jobs/monster/x");
    expect(answer).toMatchObject({ status: 422, data: { problems: [{ field: "platform" }] } });
    const long = await call<Problems>("GET", `/jobs/qcwy/${"x".repeat(201)}`);
    expect(long).toMatchObject({ status: 422, data: { problems: [{ field: "job_key" }] } });
  });
});

test("a kept page is refused to those who may not see recruiters, there or not", async () => {
  const key = "kept-pages/2026-11-22/boss/masked.html";
  await store.put(key, "<p>某某</p>");
  const path = `/failed-pages/${encodeURIComponent(key)}`;
  expect((await send("GET", path)).status).toBe(200);
  caller.seesRecruiters = false;
  expect(await call("GET", path)).toMatchObject({ status: 403, code: "forbidden", data: null });
  expect(await call("GET", `${path}x`)).toMatchObject({ status: 403 });
  await store.delete([key]);
});
