import { expect, test } from "vitest";
import { readAlertSearch } from "./search.ts";

test("an address with everything is read as it was written; what is unknown is left out", () => {
  const search = {
    tab: "messages",
    state: "acknowledged",
    severity: "critical",
    platform: "boss",
    rule: "5f6a7c1b-2f4f-4a8e-9b1d-7e6c5d4f3a21",
    message: "failed",
    open: "0d2f7a1e-64a3-4f0e-8a59-1c5a9f1f6b02",
    edit: "new",
  };
  const address = new URLSearchParams(search);
  expect(readAlertSearch(Object.fromEntries(address))).toEqual(search);
  const wrong = { tab: "x", state: "gone", severity: 1, platform: "monster", message: [] };
  expect(Object.values(readAlertSearch(wrong)).filter((value) => value !== undefined)).toEqual([]);
});
