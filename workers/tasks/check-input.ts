/** Checks of a task that the creation of tasks and the API of schedules share. */
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { MAX_INPUT_BYTES } from "../../shared/contracts/task.ts";
import { fieldError, problemsOf, validationError } from "../../shared/errors/validation.ts";
import type { KnownKind } from "./tasks.ts";

/**
 * @param field names the kind in the error
 * @throws ApiError validation_failed
 */
export function findKind(kinds: readonly KnownKind[], name: string, field = "kind"): KnownKind {
  const kind = kinds.find((known) => known.name === name);
  if (!kind) throw fieldError(field, `is not one of ${kinds.map((known) => known.name).join(", ")}`);
  return kind;
}

/**
 * Checks an input by the schema of its kind.
 * @param field names the input in the errors
 * @returns the input as the kind gets it
 * @throws ApiError validation_failed
 */
export function checkInput(kind: KnownKind, input: unknown, field = "input"): unknown {
  const checked = kind.input.safeParse(input);
  if (checked.success) return checked.data;
  throw validationError(
    problemsOf(checked.error, "").map((problem) => ({
      ...problem,
      field: problem.field === "" ? field : `${field}.${problem.field}`,
    })),
  );
}

/** @throws ApiError validation_failed for an input over the limit */
export function inputJson(input: unknown, field = "input"): string {
  const json = JSON.stringify(input ?? {});
  // A character of a string takes 3 bytes at most.
  const isShort = json.length * 3 <= MAX_INPUT_BYTES;
  if (!isShort && utf8ToBytes(json).length > MAX_INPUT_BYTES)
    throw fieldError(field, `is longer than ${MAX_INPUT_BYTES} bytes`);
  return json;
}
