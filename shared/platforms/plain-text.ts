/** Turns a site's HTML into the text that a reader of its page sees; the raw row keeps it as sent. */
import { decodeHTMLStrict } from "entities/decode";

/** Sites escape a text once more than they should; a third time is the author's own. */
const MAX_DECODES = 2;
const ENTITY = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;
/** Browsers read it without its semicolon, too, and editors leave it so; a parameter of an address is followed by `=`. */
const BARE_NBSP = /&nbsp(?![\w;=])/g;
/** Only names of HTML: `List<String>` and `a < b` stay. */
const BLOCKS =
  /(?:<\/?(?:br|p|pre|center|blockquote|div|li|ul|ol|dl|dt|dd|tr|td|table|tbody|section|article|h[1-6]|hr)(?=[\s/>])[^<>]*>[ \t]*(?:\r?\n)?)+/gi;
/** Word leaves such as `<!--StartFragment-->` in what is pasted from it. */
const COMMENTS = /<!--[^<>]*-->/g;
const INLINE =
  /<\/?(?:em|b|strong|i|u|s|span|font|a|img|sub|sup|small|mark|label|big|code|del|ins|wbr|o:p)(?=[\s/>])[^<>]*>/gi;

/** @returns the text without entities and tags; blocks end with a line break */
export function plainText(html: string): string {
  if (!/[&<]/.test(html)) return html;
  let text = html.replace(BARE_NBSP, " ");
  for (let turn = 0; turn < MAX_DECODES && ENTITY.test(text); turn++) text = decodeHTMLStrict(text);
  return text.replace(COMMENTS, "").replace(BLOCKS, "\n").replace(INLINE, "").replaceAll("\u00a0", " ");
}
