/** The shape of a language file: the keys of the English one. */
import type { texts } from "./en-us.ts";

export type Texts = typeof texts;
