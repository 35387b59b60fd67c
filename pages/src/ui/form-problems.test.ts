import { expect, test } from "vitest";
import type { ReasonCode } from "../../../shared/errors/reasons.ts";
import { ApiFailure } from "../api/failure.ts";
import type { Translate } from "../i18n/texts.ts";
import { failureBeyond, showProblems } from "./form-problems.ts";

const t: Translate = (key, values) => `${key} ${JSON.stringify(values ?? {})}`;

const coded = (field: string, code: ReasonCode, params = {}, reason = "") => ({
  field,
  code,
  params,
  reason,
});

function shownFor(error: Error) {
  let shown: unknown;
  const fields = ["email", "role_ids"];
  showProblems(
    {
      setFields: (found) => {
        shown = found;
      },
    },
    error,
    fields,
    t,
  );
  return { shown, beyond: failureBeyond(error, fields) };
}

test("problems stand at their fields in the reader's language, those of an item at its list; the panel has the rest", () => {
  const problems = [
    coded("email", "taken"),
    coded("role_ids.1", "no_such_record", { noun: "role" }),
    coded("role_ids.2", "other", {}, "is more than you have"),
    coded("body", "not_json"),
  ];
  const { shown, beyond } = shownFor(new ApiFailure("validation_failed", 422, "x", "r1", problems, 7));
  expect(shown).toEqual([
    { name: "email", errors: ["reason.taken {}"] },
    { name: "role_ids", errors: ['reason.no_such_record {"noun":"role"}', "is more than you have"] },
  ]);
  expect(beyond).toMatchObject({ code: "validation_failed", requestId: "r1", problems: [{ field: "body" }] });
});

test("nothing is said twice: without a problem beyond the fields there is no panel", () => {
  expect(shownFor(new ApiFailure("conflict", 409, "x", null, [coded("email", "taken")])).beyond).toBeNull();
});

test("a failure without problems of these fields changes no field", () => {
  const error = new Error("x");
  expect(shownFor(error)).toEqual({ shown: [], beyond: error });
  const refused = new ApiFailure("forbidden", 403, "x");
  expect(shownFor(refused).beyond).toMatchObject({ code: "forbidden", problems: [] });
});
