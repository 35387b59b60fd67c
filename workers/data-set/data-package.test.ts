import { expect, test } from "vitest";
import { dataPackage } from "./data-package.ts";
import { COMPARED_NAMES, PUBLISHED_COLUMNS, PUBLISHED_NAMES } from "./published-columns.ts";

const FILES = [
  { name: "jobs.parquet", bytes: 10, sha256: "ab", rows: 3 },
  { name: "job-postings.jsonl", bytes: 20, sha256: "cd", rows: 2 },
  { name: "changes.jsonl", bytes: 30, sha256: "ef", rows: 1 },
] as const;

const made = dataPackage({
  ...{ day: "2026-11-23", asOf: Date.UTC(2026, 10, 22, 19), rows: 3, previousDay: "2026-11-16" },
  ...{ changes: { added: 1, changed: 0, gone: 0 }, files: FILES, columns: PUBLISHED_COLUMNS },
});

test("the package has what the specification requires, and what is needed to check its files", () => {
  expect(made.name).toMatch(/^[-a-z0-9._/]+$/);
  expect(made.resources.map(({ name }) => name)).toEqual(["jobs", "job-postings", "changes"]);
  for (const [at, resource] of made.resources.entries()) {
    expect(resource.name).toMatch(/^[-a-z0-9._/]+$/);
    expect(resource).toMatchObject({
      path: FILES[at]?.name,
      bytes: FILES[at]?.bytes,
      hash: `sha256:${FILES[at]?.sha256}`,
      "jobdata:rows": FILES[at]?.rows,
    });
  }
});

test("the dictionary names each column of the table, its type and what it means", () => {
  const [table] = made.resources;
  const fields = table?.schema?.fields ?? [];
  expect(fields.map(({ name }) => name)).toEqual([...PUBLISHED_NAMES]);
  const types = new Set(["string", "number", "boolean", "array", "datetime", "date"]);
  for (const { type, description } of fields) {
    expect(types).toContain(type);
    expect(description).not.toBe("");
  }
  expect(fields.find(({ name }) => name === "monthly_min")).toEqual({
    name: "monthly_min",
    type: "number",
    description: "CNY per month; a day counts 1/21.75 month",
    "clickhouse:type": "Nullable(Float64)",
  });
  expect(fields.find(({ name }) => name === "first_seen")).toMatchObject({
    type: "datetime",
    constraints: { required: true },
  });
});

test("nothing about persons or about our crawling is published", () => {
  for (const name of ["description", "keyword", "search_city", "unread", "recruiter_position"])
    expect(PUBLISHED_NAMES).not.toContain(name);
  // A posting that was only looked at again has not changed.
  expect(COMPARED_NAMES).not.toContain("last_seen_day");
  expect(COMPARED_NAMES).toContain("monthly_min");
});
