import { expect, test } from "vitest";
import { readFilter, rowsAddress, writeFilter } from "./exports.ts";

test("a filter is the same after the address and back; members with several values are lists", () => {
  const query =
    "platform=boss&platform=qcwy&city=%E4%B8%8A%E6%B5%B7&text=%22C%2B%2B%22+Java&salary_from=20000&new_from=2026-11-01";
  expect(readFilter(query)).toEqual({
    platform: ["boss", "qcwy"],
    city: ["上海"],
    text: '"C++" Java',
    salary_from: "20000",
    new_from: "2026-11-01",
  });
  expect(writeFilter(readFilter(query))).toBe(query);
  expect(readFilter("")).toEqual({});
});

test("the address of rows has the filter, the format and the columns", () => {
  const address = new URL(
    rowsAddress({
      subject: "jobs",
      format: "xlsx",
      columns: ["title", "city"],
      filter: { city: ["上海", "北京"], text: "=1&2" },
    }),
    "https://x.test",
  );
  expect(address.pathname).toBe("/api/v1/exports/rows");
  expect(address.searchParams.getAll("city")).toEqual(["上海", "北京"]);
  expect(Object.fromEntries(address.searchParams)).toMatchObject({
    subject: "jobs",
    format: "xlsx",
    columns: "title,city",
    text: "=1&2",
  });
});
