/** An error's message with that of its cause: `fetch failed` alone explains nothing. */
export function messageWithCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause === undefined || cause === null) return error.message;
  const reason =
    cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : String(cause);
  return reason && reason !== error.message ? `${error.message} (${reason})` : error.message;
}
