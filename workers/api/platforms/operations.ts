import { dispatchPlatform } from "./dispatch.ts";
import { listPlatforms } from "./list.ts";
import { resetBreaker } from "./reset-breaker.ts";

export const platformOperations = [listPlatforms, resetBreaker, dispatchPlatform] as const;
