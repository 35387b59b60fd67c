import { listRecrawl } from "./list.ts";
import { updateRecrawl } from "./update.ts";

export const recrawlOperations = [listRecrawl, updateRecrawl] as const;
