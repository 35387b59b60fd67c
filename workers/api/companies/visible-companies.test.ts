import { expect, test } from "vitest";
import type { CompanyQueries, FoundCompany } from "../../clickhouse/company-queries.ts";
import { countVisibleCompanies, visibleCompanies } from "./visible-companies.ts";

/** What ClickHouse finds for `1381` and `司`: it looks in the stored names. */
const FOUND = [
  { company_key: "a", name: "甲公司", full_name: "甲有限公司1381" },
  { company_key: "b", name: "乙公司 电话13812345678", full_name: null },
  { company_key: "c", name: "丙公司", full_name: null },
].map((company, at) => ({ ...company, platform: "boss", postings: at, collected_at: at })) as FoundCompany[];
const companies: Pick<CompanyQueries, "search"> = { search: async () => FOUND };

test("a list and a count have the companies whose shown names hold the words", async () => {
  const keys = async (text: string) =>
    (await visibleCompanies(companies, { filter: { text }, sort: "newest", limit: 10 })).map(
      ({ company_key }) => company_key,
    );
  expect(await keys("司")).toEqual(["a", "b", "c"]);
  expect(await keys("甲")).toEqual(["a"]);
  // A phone number is not confirmed digit by digit; a number that is no contact is found.
  expect(await keys("1381")).toEqual(["a"]);
  expect(await countVisibleCompanies(companies, { text: "1381" })).toEqual({ value: 1, exact: true });
  expect(await countVisibleCompanies(companies, { text: "司" })).toEqual({ value: 3, exact: true });
  expect(await countVisibleCompanies(companies, { text: "13812345678" })).toEqual({ value: 0, exact: true });
});
