import { describe, expect, test } from "vitest";
import { DATA_TYPES } from "../contracts/platform.ts";
import { CHANNELS, PLATFORMS } from "../contracts/vocabulary.ts";
import { adapters, ingestEntries, type Lookup, lookup } from "./registry.ts";

const keyOf = (found: Lookup, raw: unknown) => found.ok && found.entry.kind.keyOf(found.entry.adapter, raw);

test("every platform has its adapter", () => {
  expect(Object.keys(adapters).sort()).toEqual([...PLATFORMS].sort());
  for (const platform of PLATFORMS) expect(adapters[platform].platform).toBe(platform);
});

describe("the ingest registry", () => {
  test("has one entry for each triple", () => {
    expect(ingestEntries).toHaveLength(PLATFORMS.length * CHANNELS.length * DATA_TYPES.length);
    for (const entry of ingestEntries) {
      const found = lookup(entry.platform, entry.channel, entry.dataType);
      expect(found.ok && found.entry).toBe(entry);
      expect(entry.adapter.platform).toBe(entry.platform);
    }
  });

  test("knows tables and keys", () => {
    const job = lookup("boss", "web", "job");
    expect(job.ok && job.entry.kind).toMatchObject({
      rawTable: "raw_jobs",
      typedTable: "jobs",
      derived: { table: "companies", seenType: "employer" },
      sightingTable: "job_sightings",
    });
    expect(keyOf(job, { encryptJobId: "k", encryptBrandId: "c" })).toBe("k");
    const detail = lookup("qcwy", "mini", "job_detail");
    expect(detail.ok && detail.entry.kind).toMatchObject({
      rawTable: "raw_job_details",
      typedTable: "job_details",
      derived: null,
      sightingTable: null,
    });
    expect(keyOf(detail, { jobId: "7", coId: "c" })).toBe("7");
    const company = lookup("zhilian", "app", "company");
    expect(company.ok && company.entry.kind).toMatchObject({
      rawTable: "raw_companies",
      typedTable: "companies",
      derived: null,
      sightingTable: null,
    });
    expect(keyOf(company, { companyNumber: "CZ1" })).toBe("CZ1");
  });

  test("is frozen", () => {
    const [entry] = ingestEntries;
    expect(Object.isFrozen(ingestEntries) && Object.isFrozen(adapters)).toBe(true);
    expect(() => Object.assign(entry ?? {}, { dataType: "company" })).toThrow(TypeError);
    for (const { kind } of ingestEntries) {
      expect(() => Object.assign(kind, { rawTable: "other" })).toThrow(TypeError);
      if (kind.derived) expect(Object.isFrozen(kind.derived)).toBe(true);
    }
  });

  test("names every field of an unknown triple", () => {
    const found = lookup("liepin", "fax", "job");
    expect(found.ok).toBe(false);
    if (found.ok) return;
    expect(found.error).toMatchObject({
      code: "validation_failed",
      status: 422,
      problems: [
        { field: "platform_type", reason: '"liepin" is not one of boss, qcwy, zhilian' },
        { field: "channel", reason: '"fax" is not one of web, mini, app' },
      ],
    });
    expect(lookup("__proto__", "web", "job").ok).toBe(false);
  });
});
