/**
 * The forms of contacts in folded text (`foldText`): fullwidth forms are ASCII here, and letters small.
 *
 * The text is hostile: whoever posts a job writes it. So the time must grow with its length and no faster: two
 * unbounded quantifiers that accept the same character never stand side by side, and whatever begins at each character
 * is bounded. Classes are ranges: with `i` or many `\\p{…}` V8 takes seconds to compile the patterns.
 */

const HAN_RANGES = "\\u3400-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const HAN = `[${HAN_RANGES}]`;
const LETTER = `[a-z\\u00c0-\\u024f${HAN_RANGES}]`;
/** No letter, no digit, no line break, and no `*`, which is a mask. */
const MARKS =
  "\\t !-)+-/;<>-@[-`{-~\\u00a0-\\u00bf\\u2000-\\u2bff\\u3000-\\u3006\\u3008-\\u3020\\ufe30-\\ufe4f\\u{1f000}-\\u{1faff}";
const MARK = `[${MARKS}]`;
const MARK_OR_COLON = `[${MARKS}:=]`;

const D = "[0-9]";
/** What stands between the groups of a number. A `*` stands alone: three are a mask. */
const SEP = "(?:[\\s\\-—–−·.•_/~|,，、。+()\\[\\]【】]{1,4}|\\*)";

/** Ids of records hold runs of digits that look like a landline number. They are matched first, and stay. */
const UUID = "(?<![0-9a-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9a-z])";

/** @param sizes digits of each group after the first two digits, which a mobile number begins with */
const groups = (sizes: readonly number[], separator = SEP) =>
  `1[3-9]${sizes.map((size, at) => (at === 0 ? "" : separator) + (size > 0 ? `${D}{${size}}` : "")).join("")}`;
/**
 * Mobile numbers: 11 digits that begin with 13 to 19, without separators, in groups, or with a separator after each
 * digit or each second one. A salary like `13000-150000` has as many digits and stays, so that its groups count only
 * with a space between.
 */
const MOBILE_DIGITS = [
  `(?:1[3-9]${D}{9}){1,4}`,
  groups([1, 4, 4]),
  groups([2, 3, 4]),
  groups([2, 4, 3]),
  groups([1, 8]),
  groups([1, 3, 5]),
  groups([1, 3, 3, 2]),
  groups([5, 4]),
  groups([3, 6], "\\s{1,4}"),
  groups([4, 5], "\\s{1,4}"),
  groups([0, 2, 2, 2, 2, 1]),
  `1${SEP}[3-9](?:${SEP}${D}){9}`,
];
const MOBILE = `(?<!${D})(?:(?:\\+|00)?86[\\s\\-]?)?(?:${MOBILE_DIGITS.join("|")})(?!${D})`;

const GAP = "[\\s\\-—–−·./]{0,4}";
const EXTENSION = `(?:\\s{0,3}(?:转|分机|-|ext\\.?)\\s{0,3}${D}{1,6})?`;
/** Landline numbers: an area code that begins with 0, 7 or 8 digits, an optional extension. Not inside a key like `CC1J00000000001`. */
const LANDLINE = `(?<![0-9a-z])\\(?0${D}{2,3}\\)?${GAP}${D}{3,4}${GAP}${D}{4}${EXTENSION}(?!${D})`;
/** The same with the country's code, and numbers of other countries: a separator must follow the code. */
const ABROAD = `(?:\\+|(?<![0-9a-z])00)(?:86[\\s\\-(]{0,3}[1-9]${D}{1,2}\\)?${GAP}${D}{3,4}${GAP}${D}{4}|(?:852|853|886)${GAP}${D}{2,4}${GAP}${D}{3,4}(?:${GAP}${D}{3})?|(?:1|7|2[07]|3[0-9]|4[0-9]|5[1-8]|6[0-6]|8[1-4]|9[0-5])[\\s\\-.()]{1,3}${D}{2,4}(?:[\\s\\-.()]{1,3}${D}{3,4}){1,3})(?!${D})`;
/** Service numbers that begin with 400 or 800. */
const SERVICE = `(?<!${D})[48]00(?:${GAP}${D}{3,4}${GAP}${D}{3,4}|${D}${GAP}${D}{3}${GAP}${D}{3})(?!${D})`;

/** An address is read only from its first character, so that a long run of letters is read once and not from each letter. */
const LOCAL = "[a-z0-9\\-._%+]";
const BEFORE_AT = `(?:(?<!${LOCAL})${LOCAL}+|${HAN}{1,4})`;
const AT = "(?:\\s{0,3}(?:@|[([{]\\s?at\\s?[)\\]}]|#at#|艾特|&#0{0,4}64;|&#x40;|&commat;|%40)\\s{0,3})";
const DOT = "(?:\\s?(?:[.。]|点|[([{]\\s?dot\\s?[)\\]}])\\s?|\\sdot\\s)";
const LABEL = "[a-z0-9\\-]";
const DOMAIN = `(?:${LABEL}{1,63}|[a-z0-9${HAN_RANGES}\\-]{1,20})(?:${DOT}${LABEL}{2,63}){1,4}`;
/** Providers that people write without the end of the domain. */
const PROVIDER =
  "(?:qq|163|126|139|189|sina|sohu|gmail|foxmail|outlook|hotmail|aliyun|yeah|icloud)(?![a-z0-9])";
const MAIL = `${BEFORE_AT}${AT}(?:${DOMAIN}|${PROVIDER})`;
const SPELLED_MAIL = `(?<!${LOCAL})${LOCAL}{1,64}\\sat\\s${LABEL}{1,63}(?:\\.|\\sdot\\s)(?:com|cn|net|org)(?![a-z0-9])`;

/** Addresses that open a chat with somebody. */
const CHAT_LINK =
  "(?:\\bt\\.me|\\bwa\\.me|\\bline\\.me|u\\.wechat\\.com|weixin\\.qq\\.com|qm\\.qq\\.com|wpa\\.qq\\.com|discord\\.gg)/[\\x21-\\x7e]{1,200}";

/** Numbers; the group is an id, which is none. It is searched in the text with numerals as digits as well. */
export const NUMBERS = new RegExp(`(${UUID})|${[MOBILE, LANDLINE, ABROAD, SERVICE].join("|")}`, "gu");
export const ADDRESSES = new RegExp(`(${UUID})|${[MAIL, SPELLED_MAIL, CHAT_LINK].join("|")}`, "gu");

/** Up to three characters between those of a name, which are no letters, as in `微-信`. A `*` is a mask. */
const IN_NAME = `${MARK}{0,3}`;
const CHAT = [
  `[微薇威徽溦]g?${IN_NAME}[信芯]`,
  `v${IN_NAME}信`,
  `wei${IN_NAME}(?:xin|信)`,
  `we${IN_NAME}chat`,
  `v${IN_NAME}x`,
  `w${IN_NAME}x`,
  `q${IN_NAME}q`,
  "扣扣",
  "抠抠",
  "企鹅号?",
  "钉钉",
  "飞书",
  "微博",
  "小红书",
  "抖音号?",
  "公众号",
  "whatsapp",
  "telegram",
  "skype",
  "(?<![a-z])line(?=\\s?(?:id|号))",
  // Short forms, which are other words as well, only before a colon.
  `(?:(?<![a-z])v|[薇威扣]|卫星|q?[群裙])(?=号?${IN_NAME}[:=])`,
  `(?<![a-z])q(?=号?${IN_NAME}[:=]${IN_NAME}[0-9]{5})`,
  "(?<=加\\s{0,3})v(?![a-z])",
].join("|");
const PHONE = "手机|电话|座机|固话|传真|热线|联系方式|(?<![a-z])(?:tel|phone|mobile|fax)";
const REST =
  "(?:\\s{0,3}(?:群号?|裙|号码?|id|同号|账号|帐号|二维码|客服|搜索?|添加|加)){0,2}(?:\\s{0,3}\\([^()]{0,6}\\))?";
const NAME = `(?:${CHAT}|${PHONE})${REST}`;
/** Read to the end of the run, so that no rest of a long one stays. */
const ID = "@?[a-z0-9][a-z0-9_.\\-]{4,}";

/** A colon or an arrow, or somebody is asked to add the id: then any word is an id. */
const STRONG = `(?:${NAME}${IN_NAME}(?:是|为|[:=→➜➡👉☞>])${MARK_OR_COLON}{0,4}|(?:加|搜)(?:我的?|一?下)?\\s{0,3}(?:${CHAT})${REST}${MARK_OR_COLON}{1,4})`;
/** Something else between: a word with a digit is an id, but `微信/HTML5` names a technique. */
const WEAK = `(?:${CHAT})${REST}(?:\\s{1,3}(?=@?[a-z_\\-]{0,29}[0-9_])|${MARK_OR_COLON}{1,4}(?=@?[a-z_\\-]{0,29}[0-9][a-z_\\-]{0,29}[0-9]))`;
/** `加微信abc123`: nothing separates the id from the name. */
const JOINED = `(?:${CHAT})${REST}(?=[a-z_\\-]{0,29}[0-9][a-z0-9_\\-]{3,29})`;
/** `电话87654321`, `座机 8765-4321`; other figures, such as a salary, may stand there too. */
const CALL = `(?:${PHONE})${REST}${MARK_OR_COLON}{0,4}(?=(?:[0-9]{7,12}|[0-9]{3,4}[\\s\\-][0-9]{4})(?![0-9\\-]))`;

/** Ids of chats and phones after their name; the name is the group `label`, and stays. */
export const NAMED = new RegExp(
  `(?<label>${STRONG}|${WEAK}|${JOINED}|${CALL})(?:[0-9]{3,4}[\\s\\-][0-9]{4}(?![0-9])|${ID})`,
  "gu",
);

/** Common surnames, without those that end other words before a title (工程经理, 基金经理, 园林经理). */
const SURNAME =
  "[王李张刘陈杨赵黄周吴徐孙朱胡郭何梁郑罗宋谢唐韩曹许邓萧冯曾彭吕卢蒋蔡贾丁魏薛叶阎潘杜戴汪姜邹熊孟秦邱侯郝邵顾赖贺尹钱龚万黎陶]";
const TITLE = `(?:经理|总监|主管|主任|女士|先生|小姐|老师|姐|哥|总(?!${LETTER}))`;
const CALLED = `${SURNAME}${HAN}{0,2}?${TITLE}`;
const SHORT_NAME = `${SURNAME}${HAN}{1,2}(?!${LETTER})`;
const CONTACT_PERSON = "联\\s?[系络]\\s?人|招聘负责人|负责人|对接人|接头人";
const STAFF =
  "(?:hr|人事|招聘|猎头)(?:经理|主管|专员|顾问|小姐姐)?|招聘[者人]|面试官|收件人|接收人|咨询人|发布人|联系方式";

/** `联系人：张经理`; the label stays. */
export const PERSONS = [
  new RegExp(
    `(?<label>(?:${CONTACT_PERSON})\\s{0,9}[:=]\\s{0,9})(?:(?:mr|mrs|ms|miss)[.\\s]{1,2})?(?:${LETTER}|·){2,10}`,
    "gu",
  ),
  new RegExp(
    `(?<label>(?:${CONTACT_PERSON}|${STAFF})\\s{0,3}(?:[:=是为(]\\s{0,3})?)(?:${SHORT_NAME}|${CALLED})`,
    "gu",
  ),
  new RegExp(
    `(?<label>[请联系找询问至给到咨电]|^|${MARK_OR_COLON}|[，。、；！？“”《》【】\\n])${SURNAME}(?:经理|总监|主管|主任|女士|先生|小姐|老师)`,
    "gu",
  ),
];
