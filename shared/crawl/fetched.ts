import type { RawAnswer } from "../platforms/adapter.ts";

/** An answer of the site, or why there is none. `busyMs`: nothing was asked; a browser may be free after this time. */
export type Fetched = { ok: true; answer: RawAnswer } | { ok: false; reason: string; busyMs?: number };
