/** Limits of live feeds that the dashboard needs without zod. */
import { MINUTE_MS } from "../time.ts";

/** A socket is told about at most this many topics: they lie in its attachment, which has room for 2,048 bytes. */
export const MAX_TOPICS = 32;
/** The browser renews its sockets this often. */
export const RENEW_MS = MINUTE_MS;
