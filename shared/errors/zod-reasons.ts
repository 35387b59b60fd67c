/** The reasons of zod's own checks, in the words of `reasons.ts`. A schema with its own message keeps that. */
import { z } from "zod";

const TYPES: Record<string, string> = {
  string: "is not text",
  number: "is not a number",
  nan: "is not a number",
  int: "is not a whole number",
  boolean: "is not true or false",
  array: "is not a list",
  set: "is not a list",
  object: "is not an object",
  record: "is not an object",
};

const FORMATS: Record<string, string> = { uuid: "is not a UUID", email: "is not an e-mail address" };

const isSized = (origin: string) => origin === "array" || origin === "set";

/** @see https://zod.dev/error-customization#global-error-customization */
function reasonOf(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is missing";
      return TYPES[issue.expected] ?? "has the wrong type";
    case "invalid_value":
      if (issue.input === undefined) return "is missing";
      return `is not one of ${issue.values.map(String).join(", ")}`;
    case "too_small":
      if (issue.origin === "string")
        return issue.minimum === 1 ? "is empty" : `is shorter than ${issue.minimum} characters`;
      if (isSized(issue.origin))
        return issue.minimum === 1 ? "is empty" : `holds fewer than ${issue.minimum} items`;
      return `is below ${issue.minimum}`;
    case "too_big":
      if (issue.origin === "string") return `is longer than ${issue.maximum} characters`;
      return isSized(issue.origin)
        ? `holds more than ${issue.maximum} items`
        : `is over ${String(issue.maximum)}`;
    case "invalid_format":
      return FORMATS[issue.format] ?? `does not have the form ${issue.pattern ?? issue.format}`;
    case "invalid_union":
      return issue.input === undefined ? "is missing" : "has none of the allowed forms";
    default:
      return undefined;
  }
}

z.config({ customError: reasonOf });
