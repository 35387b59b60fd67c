import { expect, test } from "vitest";
import { formatDateTime } from "../../../format/times.ts";
import { eventFacts } from "./event-facts.ts";

test("details are told by their unit; what says nothing is left out", () => {
  const at = Date.UTC(2026, 10, 22);
  const detail = {
    page: 1200,
    due_at: at,
    retryAfterMs: 1500,
    last: false,
    error: "connect timeout",
    filters: { district: "110108" },
    fresh: null,
    note: "",
  };
  expect(eventFacts(detail, "en-US")).toEqual([
    { name: "page", value: "1,200" },
    { name: "due_at", value: formatDateTime(at, "en-US") },
    { name: "retryAfterMs", value: "1,500 ms" },
    { name: "last", value: "false" },
    { name: "error", value: "connect timeout" },
    { name: "filters", value: '{"district":"110108"}' },
  ]);
});
