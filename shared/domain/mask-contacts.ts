/**
 * Masks phone numbers, mail addresses and chat ids inside running text, most of it Chinese.
 *
 * The text is hostile: whoever posts a job writes it. So the time must grow with its length and no faster: two
 * quantifiers that accept the same character never stand side by side, and whatever begins at each character is bounded.
 */

/** A longer text is cut, and says so: a posting has at most some thousand characters. */
const MAX_MASKED_CHARS = 100_000;
const CUT = "…";

/** ASCII and fullwidth digits. */
const D = "[0-9０-９]";
const SEP = "[\\s\\-－—–·.•_/~]{1,3}";

/** Ids of records hold runs of digits that look like a landline number. They are matched first, and stay. */
const UUID = "(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])";
/**
 * Mobile numbers: 11 digits that begin with 13 to 19, with or without +86; without separators, in the usual groups, or
 * with a separator after each digit. A salary like `13000-150000` has as many digits in other groups and stays.
 */
const MOBILE_DIGITS = [
  `[1１][3-9３-９]${D}{9}`,
  `[1１][3-9３-９]${D}${SEP}${D}{4}${SEP}${D}{4}`,
  `[1１][3-9３-９]${D}{2}${SEP}${D}{3}${SEP}${D}{4}`,
  `[1１]${SEP}[3-9３-９](?:${SEP}${D}){9}`,
];
const MOBILE = `(?<!${D})(?:(?:[+＋]|00)?(?:86|８６)[\\s\\-－]?)?(?:${MOBILE_DIGITS.join("|")})(?!${D})`;
/** Landline numbers: an area code that begins with 0, 7 or 8 digits, an optional extension. Not inside a key like `CC1J00000000001`. */
const LANDLINE = `(?<![0-9０-９A-Za-z])[(（]?[0０]${D}{2,3}[)）]?[\\s\\-－—]?${D}{3,4}[\\s\\-－—·.]?${D}{4}(?:\\s{0,3}(?:转|分机|-|－|ext\\.?)\\s{0,3}${D}{1,6})?(?!${D})`;
/** Service numbers that begin with 400 or 800. */
const SERVICE = `(?<!${D})[48４８][0０]{2}[\\s\\-－]?${D}{3,4}[\\s\\-－]?${D}{3,4}(?!${D})`;
/** An address is read only from its first character, so that a long run of letters is read once and not from each letter. */
const W = "[A-Za-z0-9Ａ-Ｚａ-ｚ０-９\\-]";
const LOCAL = "[A-Za-z0-9Ａ-Ｚａ-ｚ０-９\\-._%+]";
const MAIL = `(?<!${LOCAL})${LOCAL}+\\s?(?:@|＠|\\(at\\)|\\[at\\]|#at#)\\s?${W}{1,63}(?:\\s?[.．。]\\s?${W}{2,63}){1,4}`;

const WHOLE = new RegExp(`(${UUID})|${[MAIL, MOBILE, LANDLINE, SERVICE].join("|")}`, "giu");

/** @returns true when the text has a phone number or a mail address; chat ids are not looked for */
export function hasNumberOrMail(text: string): boolean {
  for (const [, uuid] of text.slice(0, MAX_MASKED_CHARS).matchAll(WHOLE)) if (uuid === undefined) return true;
  return false;
}

/**
 * Ids of chats and phones after their name: the name stays, the id is masked. A colon or the like must separate them,
 * so that `熟悉QQ小程序` and `微信支付` stay as they are. Each `\s*` follows a character that is no white space.
 */
const NAMED =
  /((?:微\s?信|薇信|威信|v\s?信|weixin|we\s?chat|vx|wx|v(?=\s{0,9}[:：])|q\s?q|扣扣|企鹅号|钉钉|手机|电话|联系方式|whatsapp|telegram|skype)\s*(?:(?:号码?|id|同号)\s*)?(?:(?:\([^()]{0,6}\)|（[^（）]{0,6}）)\s*)?(?:(?:是|为|[:：=])\s*|(?<=\s)))([A-Za-z0-9Ａ-Ｚａ-ｚ０-９][A-Za-z0-9Ａ-Ｚａ-ｚ０-９_-]{4,29})/giu;
const SAYS_ID = /[:：=是为]$/u;

/** `加微信abc123`, `V13800138000`: nothing separates the id from the name, but a digit distinguishes it from a word. */
const JOINED =
  /((?:微\s?信|薇信|威信|v\s?信|vx|wx|q\s?q|扣扣|whatsapp)(?:号码?|id|同号)?)((?=[A-Za-z_-]{0,29}[0-9])[A-Za-z0-9][A-Za-z0-9_-]{5,29})/giu;

/** `联系人：张经理`. */
const PERSON = /((?:联系人|招聘负责人|负责人|对接人)\s*[:：]\s*)([\p{L}·]{2,10})/gu;

/** Characters that show nothing, with which a number can be split. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const PLAIN = /^[\x20-\x7e\n\p{Script=Han}，。、；：！？（）“”《》【】]*$/u;

/**
 * @param text its first {@link MAX_MASKED_CHARS} characters are read, the rest is left out
 * @param mask replaces each contact
 */
export function maskContacts(text: string, mask: string): string {
  const read = text.length > MAX_MASKED_CHARS ? text.slice(0, MAX_MASKED_CHARS) + CUT : text;
  const masked = maskWritten(read, mask);
  if (PLAIN.test(masked)) return masked;
  // A number in circled or mathematical digits, or split by invisible characters, is found in its plain form.
  const plain = masked.normalize("NFKC").replace(INVISIBLE, "");
  const found = maskWritten(plain, mask);
  return found === plain ? masked : found;
}

function maskWritten(text: string, mask: string): string {
  const named = (whole: string, name: string, id: string) =>
    // An English word after a space is not an id: "QQ Music platform".
    /[0-9０-９_]/.test(id) || SAYS_ID.test(name.trimEnd()) ? `${name}${mask}` : whole;
  return text
    .replace(WHOLE, (_, uuid: string | undefined) => uuid ?? mask)
    .replace(NAMED, named)
    .replace(JOINED, (_, name: string) => `${name}${mask}`)
    .replace(PERSON, (_, name: string) => `${name}${mask}`);
}
