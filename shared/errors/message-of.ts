/** The message of whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Longer messages are cut where a record keeps them. */
const MAX_KEPT_CHARS = 500;

/** The message as a record keeps it. */
export const keptMessageOf = (error: unknown): string => messageOf(error).slice(0, MAX_KEPT_CHARS);
