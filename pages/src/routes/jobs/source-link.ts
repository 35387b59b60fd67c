/** The address of a posting on its site. */

/** Returns null for everything that is not an http(s) address: the text is untrusted and becomes a link. */
export function webAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
