import { expect, test } from "vitest";
import { readWebhookSearch } from "./search.ts";

test("a link keeps what is filtered and open, and drops what it does not know", () => {
  const search = {
    endpoint: "e",
    state: "failed",
    event: "alert.fired",
    delivery: "msg_1",
    new: true,
    edit: undefined,
  };
  expect(readWebhookSearch(search)).toEqual(search);
  expect(readWebhookSearch({ state: "odd", event: "x", new: "no" })).toEqual({
    endpoint: undefined,
    state: undefined,
    event: undefined,
    delivery: undefined,
    new: undefined,
    edit: undefined,
  });
});
