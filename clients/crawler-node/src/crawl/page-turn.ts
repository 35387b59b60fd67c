import { z } from "zod";

/** Answer of `begin`: a page held by another search says until when. */
export const PageTurn = z.discriminatedUnion("state", [
  z.object({ state: z.literal("yours") }),
  z.object({ state: z.literal("known") }),
  z.object({ state: z.literal("held"), until: z.number() }),
]);
