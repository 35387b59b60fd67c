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
/** A second name after the first: A有限公司 / B有限公司, A--B. */
const SECOND = /(?<=公司|集团|店|所|院|厂|中心) *(?:\/|\||--|——|;|,|、).*$/u;
/** A longer text is no name. */
const MAX_LENGTH = 120;

export function foldCompanyName(text: string): string {
  return text
    .slice(0, 4 * MAX_LENGTH)
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
    .trim()
    .slice(0, MAX_LENGTH);
}
