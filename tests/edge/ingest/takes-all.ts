import type { QualityCheck } from "../../../workers/quality/quality-check.ts";

/** A check that finds every batch ordinary. */
export const TAKES_ALL: QualityCheck = { ready: async () => {}, judge: () => null };
