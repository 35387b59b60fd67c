import fc from "fast-check";
import { expect, test } from "vitest";
import { filterQuery, JOB_FILTER_NAMES, JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { JOB_STATES } from "../../../../shared/contracts/job-life.ts";
import {
  COMPANY_SIZES,
  DEGREE_LEVELS,
  EXPERIENCE_LEVELS,
  SALARY_BANDS,
} from "../../../../shared/contracts/levels.ts";
import { DUPLICATES, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { parseSearch, stringifySearch } from "../../app/search-format.ts";
import { FILTER_NAMES, partsOf, readJobFilter, withoutPart } from "./address.ts";

const word = fc
  .oneof(
    fc.constantFrom("C++", "C#", ".NET", "5G", "1e5", "true", "上海", '"数据 分析"', "a&b=c"),
    fc.string(),
  )
  .map((text) => text.trim())
  .filter((text) => text !== "");
const listOf = <T extends string>(value: fc.Arbitrary<T>) =>
  fc.uniqueArray(value, { minLength: 1, maxLength: 4 });
const words = listOf(word);
const salary = fc.integer({ min: 0, max: 100_000 });
const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((days) => new Date(days * 86_400_000).toISOString().slice(0, 10));
const filters = fc.record(
  {
    platform: listOf(fc.constantFrom(...PLATFORMS)),
    keyword: words,
    city: words,
    district: words,
    degree: listOf(fc.constantFrom(...DEGREE_LEVELS)),
    experience: listOf(fc.constantFrom(...EXPERIENCE_LEVELS)),
    industry: words,
    company_size: listOf(fc.constantFrom(...COMPANY_SIZES)),
    company_type: words,
    company_key: words,
    company_id: words,
    company: words,
    skill: words,
    job_type: words,
    state: listOf(fc.constantFrom(...JOB_STATES)),
    salary_band: listOf(fc.constantFrom(...SALARY_BANDS)),
    salary_from: salary,
    salary_to: salary,
    from: day,
    to: day,
    new_from: day,
    duplicates: fc.constantFrom(...DUPLICATES),
    text: word.filter((text) => JobFilter.safeParse({ text }).success),
  },
  { requiredKeys: [] },
);

test("has the members of the contract, in their order", () => {
  expect(FILTER_NAMES).toEqual(JOB_FILTER_NAMES);
});

test("the address of a filter is the API's query string, and gives the same filter back", () => {
  fc.assert(
    fc.property(filters, (filter) => {
      const read = readJobFilter(filter);
      expect(read).toEqual(filter);
      const address = stringifySearch(read);
      expect(address.replace(/^\?/, "")).toBe(filterQuery(filter));
      expect(readJobFilter(parseSearch(address))).toEqual(filter);
    }),
  );
});

test("whatever an address says, the filter is one that the API takes", () => {
  const anything = fc.oneof(
    fc.string({ maxLength: 300 }),
    fc.array(fc.string({ maxLength: 120 }), { maxLength: 60 }),
    fc.constantFrom(
      "，，",
      "a b c d e f g h i j k l m n o p q r s t u v",
      "-1",
      "1e400",
      "NaN",
      "2026-02-30",
      "2026-02-28",
      "20000",
      "master",
      "boss",
    ),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...JOB_FILTER_NAMES), anything), (raw) => {
      const read = readJobFilter(raw);
      expect(JobFilter.safeParse(read)).toEqual({ success: true, data: read });
    }),
  );
});

test("one value is taken off, the others stay", () => {
  const filter: JobFilter = { city: ["上海", "北京"], salary_from: 10_000 };
  expect(partsOf(filter)).toEqual([
    { name: "city", value: "上海" },
    { name: "city", value: "北京" },
    { name: "salary_from", value: 10_000 },
  ]);
  expect(withoutPart(filter, { name: "city", value: "上海" })).toEqual({ city: ["北京"] });
  expect(withoutPart(filter, { name: "salary_from", value: 10_000 })).toEqual({ salary_from: undefined });
  expect(withoutPart({ text: "x" }, { name: "text", value: "x" })).toEqual({ text: undefined });
});
