/** Takes secrets out of texts that others read. */
const HIDDEN = "[redacted]";
/** A shorter value cannot be told from an ordinary word. */
const MIN_SECRET_CHARS = 4;

/**
 * @param secrets values that must never show, wherever they stand; shorter ones than 4 characters are ignored
 * @returns a function that removes them from a text, and every node key, credentials inside a URL and bearer token
 */
export function createRedactor(secrets: readonly string[]): (text: string) => string {
  const known = secrets
    .filter(({ length }) => length >= MIN_SECRET_CHARS)
    .flatMap((secret) => [JSON.stringify(secret).slice(1, -1), secret, encodeURIComponent(secret)]);
  return (text) =>
    known
      .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/@"']+@/gi, `$1${HIDDEN}@`)
      .replace(/\bjd_[\w-]{20,}/g, HIDDEN)
      .replace(/\b(Bearer|Basic) [\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`);
}
