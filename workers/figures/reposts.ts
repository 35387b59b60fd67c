/** Who posts the same job again: needs closed postings and duplicates, which are not determined yet. */
import type { Reposts } from "../../shared/contracts/figures.ts";
import { cardOf } from "./card.ts";
import type { Figure } from "./scope.ts";

export const reposts: Figure<unknown, Reposts> = {
  method: "reposts",
  compute: async (ask, scope) => ({
    card: await cardOf(ask, scope, "reposts"),
    items: null,
    reason: "not_determined_yet",
  }),
};
