/** How a command's action gets its context. */
import type { Context } from "../context.ts";

/** @param action takes the context, the arguments, and the options */
export type Run = <Given extends unknown[]>(
  action: (context: Context, ...given: Given) => Promise<void>,
) => (...given: [...Given, ...unknown[]]) => Promise<void>;
