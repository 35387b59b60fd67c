import { dropQuarantined } from "./drop.ts";
import { listQuarantine } from "./list.ts";
import { releaseQuarantined } from "./release.ts";
import { showQuarantined } from "./show.ts";

export const quarantineOperations = [
  listQuarantine,
  releaseQuarantined,
  dropQuarantined,
  showQuarantined,
] as const;
