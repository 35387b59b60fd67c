/** One way to write the name of a firm: plain width, plain brackets, without quotes, notes and a second name. */

const SHOWS_NOTHING = /[\p{Default_Ignorable_Code_Point}\p{Cc}]/gu;
const OPENING = /[〔［【「『〖{[<《〈]/gu;
const CLOSING = /[〕］】」』〗}\]>》〉]/gu;
const QUOTES = /["“”„‟]/gu;
const APOSTROPHES = /[’‘`´]/gu;
const BETWEEN_HAN = /(?<=[\p{Script=Han}()]) +(?=[\p{Script=Han}()])/gu;
/** What recruiters add to the name: 急招, 诚聘, 五险一金. */
const NOTE =
  /(?:[-—_|·*★☆!~]+|(?<=公司|集团))(?:急招|急聘|诚聘|诚招|直招|直聘|高薪|招聘|热招|内推|校招|社招|五险一金|双休|包吃住|代招|猎头职位).*$/u;
const LEADING_NOTE = /^(?:\((?:急招|急聘|诚聘|直招|高薪|代招|热招)\)|[★☆*!~·|_-]+)+/u;
/** A second name after the first: A有限公司 / B有限公司, A--B. What ends like a branch is none: A有限公司--二店. */
const SECOND =
  /(?<=公司|集团|店|所|院|厂|中心) *(?:\/|\||--|——|;|,|、)(?! *(?:.{0,24}(?:分公司|店|部|[厂园院校东西南北中]区|期)|[0-9A-Za-z]{1,3})$).*$/u;
/** A longer text is no name. Cut, it would equal another one that differs at its end. */
const MAX_LENGTH = 120;

/** @returns an empty text for one that is too long for a name */
export function foldCompanyName(text: string): string {
  if (text.length > 4 * MAX_LENGTH) return "";
  const folded = text
    .normalize("NFKC")
    .replace(SHOWS_NOTHING, "")
    .replace(OPENING, "(")
    .replace(CLOSING, ")")
    .replace(QUOTES, "")
    .replace(APOSTROPHES, "'")
    .replace(/\s+/gu, " ")
    .trim()
    .replace(BETWEEN_HAN, "")
    .replace(LEADING_NOTE, "")
    .replace(NOTE, "")
    .replace(SECOND, "")
    .trim();
  return folded.length > MAX_LENGTH ? "" : folded;
}
