import { z } from "zod";

/** Answer of `begin`. For a page that another search holds it says until when, Unix ms. */
export const PageTurn = z.discriminatedUnion("state", [
  z.object({ state: z.literal("yours") }),
  z.object({ state: z.literal("known") }),
  z.object({ state: z.literal("held"), until: z.number() }),
]);
