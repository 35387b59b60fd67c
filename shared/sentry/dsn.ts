/** A DSN of Sentry: `https://PUBLIC_KEY@HOST/PATH/PROJECT` (https://develop.sentry.dev/sdk/overview/#parsing-the-dsn). */
export interface Dsn {
  publicKey: string;
  /** Where envelopes are sent. */
  envelopeUrl: string;
}

/** @returns null for what is no DSN */
export function parseDsn(text: string): Dsn | null {
  if (!URL.canParse(text)) return null;
  const { protocol, username, host, pathname, search, hash } = new URL(text);
  const path = /^(.*)\/(\d+)$/.exec(pathname);
  if (!["http:", "https:"].includes(protocol) || username === "" || !path || search !== "" || hash !== "")
    return null;
  return { publicKey: username, envelopeUrl: `${protocol}//${host}${path[1]}/api/${path[2]}/envelope/` };
}
