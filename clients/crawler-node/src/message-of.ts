/** What an error says, with what caused it: `fetch failed` alone helps nobody. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause === undefined || cause === null) return error.message;
  const reason =
    cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
  return reason && reason !== error.message ? `${error.message} (${reason})` : error.message;
}
