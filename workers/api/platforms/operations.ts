import { dispatchPlatform } from "./dispatch.ts";
import { listPlatforms } from "./list.ts";
import { resetBreaker } from "./reset-breaker.ts";
import { runAllKeywords } from "./run-all.ts";

export const platformOperations = [listPlatforms, resetBreaker, dispatchPlatform, runAllKeywords] as const;
