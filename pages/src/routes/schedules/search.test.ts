import { expect, test } from "vitest";
import { readScheduleSearch } from "./search.ts";

test("an address shows the same schedule, span and slots again; what is unknown is left out", () => {
  const search = { id: "clean-up", hours: "168", status: "missed", edit: true } as const;
  expect(readScheduleSearch({ ...search })).toEqual({ ...search, new: undefined });
  expect(readScheduleSearch({ hours: 168 })).toMatchObject({ hours: "168" });
  expect(readScheduleSearch({ id: "", hours: "9", status: "bored", new: "x", edit: 1 })).toEqual({
    ...{ id: undefined, hours: undefined, status: undefined, new: undefined, edit: undefined },
  });
});
