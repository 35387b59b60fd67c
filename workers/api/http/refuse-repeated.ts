import { fieldError } from "../../../shared/errors/validation.ts";

/**
 * @param keys of what a decision is about: of `one`, then of each of `others`
 * @throws ApiError validation_failed for the first of `others` that was named before
 */
export function refuseRepeated(keys: readonly string[]): void {
  const repeated = keys.findIndex((key, at) => keys.indexOf(key) < at);
  if (repeated >= 0) throw fieldError(`others.${repeated - 1}`, "is named twice");
}
