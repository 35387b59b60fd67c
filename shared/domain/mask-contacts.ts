/** Masks phone numbers, mail addresses and chat ids inside running text, most of it Chinese. */

/** ASCII and fullwidth digits. */
const D = "[0-9０-９]";
const SEP = "[\\s\\-－—·.]";

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
const LANDLINE = `(?<![0-9０-９A-Za-z])[(（]?[0０]${D}{2,3}[)）]?[\\s\\-－—]?${D}{3,4}${SEP}?${D}{4}(?:\\s*(?:转|分机|-|－|ext\\.?)\\s*${D}{1,6})?(?!${D})`;
/** Service numbers that begin with 400 or 800. */
const SERVICE = `(?<!${D})[48４８][0０]{2}[\\s\\-－]?${D}{3,4}[\\s\\-－]?${D}{3,4}(?!${D})`;
/** The lengths are bounded, as those of real addresses are, so that the search time stays linear. */
const W = "[A-Za-z0-9Ａ-Ｚａ-ｚ０-９\\-]";
const MAIL = `(?:${W}|[._%+]){1,64}\\s?(?:@|＠|\\(at\\)|\\[at\\]|#at#)\\s?${W}{1,63}(?:\\s?[.．。]\\s?${W}{2,63}){1,4}`;

const WHOLE = new RegExp([MAIL, MOBILE, LANDLINE, SERVICE].join("|"), "giu");

/**
 * Ids of chats and phones after their name: the name stays, the id is masked. A colon or the like must separate them,
 * so that `熟悉QQ小程序` and `微信支付` stay as they are.
 */
const NAMED =
  /((?:微\s?信|薇信|威信|v\s?信|weixin|we\s?chat|vx|wx|v(?=\s*[:：])|q\s?q|扣扣|企鹅号|钉钉|手机|电话|联系方式|whatsapp|telegram|skype)\s*(?:号码?|id|同号)?\s*(?:\(.{0,6}\)|（.{0,6}）)?\s*(?:是|为|[:：=]|\s)\s*)([A-Za-z0-9０-９][A-Za-z0-9０-９_-]{4,29})/giu;

/** `加微信abc123`, `V13800138000`: nothing separates the id from the name, but a digit distinguishes it from a word. */
const JOINED =
  /((?:微\s?信|薇信|威信|v\s?信|vx|wx|q\s?q|扣扣|whatsapp)(?:号码?|id|同号)?)((?=[A-Za-z_-]*[0-9])[A-Za-z0-9][A-Za-z0-9_-]{5,29})/giu;

/** `联系人：张经理`. */
const PERSON = /((?:联系人|招聘负责人|负责人|对接人)\s*[:：]\s*)([\p{L}·]{2,10})/gu;

/** @param mask replaces each contact */
export function maskContacts(text: string, mask: string): string {
  const named = (whole: string, name: string, id: string) =>
    // An English word after a space is not an id: "QQ Music platform".
    /[0-9０-９_]/.test(id) || /[:：=是为]\s*$/u.test(name) ? `${name}${mask}` : whole;
  return text
    .replace(WHOLE, mask)
    .replace(NAMED, named)
    .replace(JOINED, (_, name: string) => `${name}${mask}`)
    .replace(PERSON, (_, name: string) => `${name}${mask}`);
}
