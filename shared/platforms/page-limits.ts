/**
 * Bounds of an HTML page that is read. The HTML parser walks by recursion, and takes a time that grows with the square
 * of the tags that stay open, so that half a megabyte of `<div>` would stop the Worker for minutes.
 */

/** A page of the sites has some thousand. */
const MAX_TAGS = 20_000;
const MAX_OPEN_TAGS = 500;

const TAG = /<(?:!--|(\/?)([a-z][a-z0-9-]{0,30}))/gi;
/** Elements without content, or whose end a page may leave out. */
const NEVER_OPEN =
  /^(?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr|p|li|dt|dd|option|optgroup|t[dhr]|tbody|thead|tfoot)$/;
/** Elements whose content is text. */
const TEXT_ONLY = /^(?:script|style|textarea|title)$/;

/**
 * One pass over the text.
 * @returns the page without comments, or why it is not read
 */
export function boundPage(html: string): { html: string } | { problem: string } {
  let bare = "";
  let from = 0;
  let tags = 0;
  let open = 0;
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(html); tag; tag = TAG.exec(html)) {
    const [whole, end, name] = tag;
    if (name === undefined) {
      bare += html.slice(from, tag.index);
      const close = html.indexOf("-->", tag.index + whole.length);
      // As in a browser, a comment without an end hides the rest.
      from = close < 0 ? html.length : close + 3;
      if (close < 0) break;
      TAG.lastIndex = from;
      continue;
    }
    const element = name.toLowerCase();
    if (++tags > MAX_TAGS) return { problem: `the page has over ${MAX_TAGS} tags` };
    if (NEVER_OPEN.test(element)) continue;
    if (end) {
      open = Math.max(0, open - 1);
      continue;
    }
    if (++open > MAX_OPEN_TAGS) return { problem: `the page is nested over ${MAX_OPEN_TAGS} levels` };
    if (!TEXT_ONLY.test(element)) continue;
    const close = html.indexOf(`</`, tag.index + whole.length);
    if (close >= 0) TAG.lastIndex = endOfText(html, element, close);
  }
  return { html: bare + html.slice(from) };
}

/** @returns where the end tag of a text element begins; the length of the page when it has none */
function endOfText(html: string, element: string, from: number): number {
  for (let at = from; at >= 0; at = html.indexOf("</", at + 2)) {
    if (html.slice(at + 2, at + 2 + element.length).toLowerCase() === element) return at;
  }
  return html.length;
}
