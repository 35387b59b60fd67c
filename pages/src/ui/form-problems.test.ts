import { expect, test } from "vitest";
import { ApiFailure } from "../api/failure.ts";
import { showProblems } from "./form-problems.ts";

function shownFor(error: unknown) {
  let shown: unknown;
  const found = showProblems(
    {
      setFields: (fields) => {
        shown = fields;
      },
    },
    error,
    ["email", "role_ids"],
  );
  return { found, shown };
}

test("problems stand at their fields, those of an item at its list", () => {
  const problems = [
    { field: "email", reason: "is taken" },
    { field: "role_ids.1", reason: "is unknown" },
    { field: "role_ids.2", reason: "is more than you have" },
    { field: "body", reason: "is odd" },
  ];
  expect(shownFor(new ApiFailure("validation_failed", 422, "x", null, problems))).toEqual({
    found: true,
    shown: [
      { name: "email", errors: ["is taken"] },
      { name: "role_ids", errors: ["is unknown", "is more than you have"] },
    ],
  });
});

test("a failure without problems of these fields changes no field", () => {
  expect(shownFor(new Error("x"))).toEqual({ found: false, shown: [] });
});
