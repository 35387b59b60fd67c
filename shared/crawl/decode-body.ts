/** Decodes the body of a site's answer; the edge and the nodes fetch by different means and decode by this one. */

/** A page must declare its encoding within this many bytes (HTML standard, 4.2.5.4). */
const META_BYTES = 1024;
/** Every Chinese encoding of one and two bytes is a subset of GB 18030; browsers decode them by it, too. */
const GB =
  /^(?:gb[-_]?18030|gb[-_]?2312(?:[-_]?80)?|x?-?gbk|(?:cp|ms|windows-)936|euc-cn|(?:cs)?iso(?:58|-ir-58)?gb231280|iso-ir-58|csgb2312|chinese)$/i;
const CHARSET = /charset\s*=\s*["']?([\w.:-]+)/i;
const META = /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]+)/i;
const BOMS: readonly (readonly [label: string, ...bytes: number[]])[] = [
  ["utf-8", 0xef, 0xbb, 0xbf],
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
];

/** @returns a decoder; null when the name stands for no encoding */
function decoderOf(label: string | undefined): TextDecoder | null {
  if (label === undefined) return null;
  try {
    return new TextDecoder(GB.test(label) ? "gb18030" : label);
  } catch {
    return null;
  }
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  return BOMS.find(([, ...mark]) => mark.every((byte, index) => bytes[index] === byte))?.[0];
}

/** The encoding that a page declares in its head; JSON declares none, whatever its texts contain. */
function metaCharset(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, META_BYTES));
  if (!head.trimStart().startsWith("<")) return undefined;
  const label = META.exec(head.replace(/<!--[\s\S]*?(?:-->|$)/g, ""))?.[1];
  // A declaration that can be read byte by byte is not in UTF-16 (HTML standard, 13.2.3.2).
  return label !== undefined && /^utf-?16/i.test(label) ? "utf-8" : label;
}

/**
 * Decodes a body by the charset in the header, else the byte order mark, else the page's own declaration within its
 * first 1,024 bytes, else as UTF-8. A name that stands for no encoding is passed over.
 * @param contentType the Content-Type header
 * @returns the text, with U+FFFD for bytes that are none in this encoding
 */
export function decodeBody(bytes: Uint8Array, contentType: string | null | undefined): string {
  const decoder =
    decoderOf(CHARSET.exec(contentType ?? "")?.[1]) ??
    decoderOf(byteOrderMark(bytes)) ??
    decoderOf(metaCharset(bytes)) ??
    new TextDecoder();
  return decoder.decode(bytes);
}
