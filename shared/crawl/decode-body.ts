/** Decodes the body of a site's answer; the edge and the nodes fetch by different means and decode by this one. */

/** A page must declare its encoding within this many bytes (HTML standard, 4.2.5.4). */
const META_BYTES = 1024;
/** Every Chinese encoding of one and two bytes is a subset of GB 18030; browsers decode them by it, too. */
const GB =
  /^(?:gb[-_]?18030(?:-20\d\d)?|zh_cn\.gbk|gb[-_]?2312(?:[-_]?80)?|x?-?gbk|(?:cp|ms|windows-)936|euc-cn|(?:cs)?iso(?:58|-ir-58)?gb231280|iso-ir-58|csgb2312|chinese)$/i;
const CHARSET = /(?<![\w-])charset\s*=\s*["']?\s*([\w.:-]+)/i;
/** Servers send these by default, whatever the page is written in; no Chinese site writes in them. */
const WESTERN = /^(?:(?:us-)?ascii|iso-?8859-?1|latin-?1|windows-1252|cp1252)$/i;
const META = /<meta\b([^<>]*)/gi;
const IS_CONTENT_TYPE = /http-equiv\s*=\s*["']?\s*content-type/i;
/** A description may speak of charsets, and the address of a redirect may have a parameter of the name. */
const CONTENT = /content\s*=\s*(?:"[^"]*"|'[^']*')/gi;
const XML = /^<\?xml\b[^<>?]*\bencoding\s*=\s*["']([\w.:-]+)/i;
const BOMS: readonly (readonly [label: string, ...bytes: number[]])[] = [
  ["utf-8", 0xef, 0xbb, 0xbf],
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
];

/** @returns a decoder; null when the name stands for no encoding */
function decoderOf(label: string | undefined): TextDecoder | null {
  if (label === undefined || WESTERN.test(label)) return null;
  try {
    return new TextDecoder(GB.test(label) ? "gb18030" : label);
  } catch {
    return null;
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  return BOMS.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

/** A decoder by what a page declares in its head; JSON declares nothing, whatever its texts contain. */
function declaredDecoder(bytes: Uint8Array): TextDecoder | null {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, META_BYTES)).trimStart();
  if (!head.startsWith("<")) return null;
  const tags = head.replace(/<!--[\s\S]*?(?:-->|$)/g, "").matchAll(META);
  const labels = [...tags].map(([, tag = ""]) =>
    CHARSET.exec(IS_CONTENT_TYPE.test(tag) ? tag : tag.replace(CONTENT, "")),
  );
  for (const label of [...labels, XML.exec(head)].map((match) => match?.[1])) {
    // A declaration that can be read byte by byte is not in UTF-16 (HTML standard, 13.2.3.2).
    const decoder = decoderOf(label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label);
    if (decoder) return decoder;
  }
  return null;
}

/**
 * Decodes a body by its byte order mark, else the charset in the header, else the page's own declaration within its
 * first 1,024 bytes, else as UTF-8. A mark counts first, as in browsers: no text in another encoding begins so. A name
 * that stands for no encoding is passed over, and so is a Western one.
 * @param contentType the Content-Type header
 * @returns the text, with U+FFFD for bytes that are none in this encoding
 */
export function decodeBody(bytes: Uint8Array, contentType: string | null | undefined): string {
  const decoder =
    decoderOf(byteOrderMark(bytes)) ??
    decoderOf(CHARSET.exec(contentType ?? "")?.[1]) ??
    declaredDecoder(bytes) ??
    new TextDecoder();
  return decoder.decode(bytes);
}
