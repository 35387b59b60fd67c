/** The address of a posting at its site. */

/** Null for everything that is not a web address: the text comes from outside and becomes a link. */
export function webAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
