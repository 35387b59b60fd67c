import { showHealth } from "./show.ts";
import { showExtendedHealth } from "./show-extended.ts";

export const healthOperations = [showHealth, showExtendedHealth] as const;
