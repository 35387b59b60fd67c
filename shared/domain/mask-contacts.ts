/** Masks phone numbers, mail addresses, chat ids and labelled names inside running text, most of it Chinese. */
import { ADDRESSES, NAMED, NUMBERS, PERSONS } from "./contact-patterns.ts";
import { foldText, withDigits } from "./fold-text.ts";

/** A longer text is cut, and says so: a posting has at most some thousand characters. */
const MAX_MASKED_CHARS = 100_000;
const CUT = "…";

type Range = readonly [start: number, end: number];

/** @returns what the pattern finds, without its label */
function* found(pattern: RegExp, text: string): Generator<Range> {
  for (const match of text.matchAll(pattern)) {
    // An id of a record, which no pattern below may read as a number.
    if (match[1] !== undefined && match.groups === undefined) continue;
    yield [match.index + (match.groups?.label?.length ?? 0), match.index + match[0].length];
  }
}

/** What a text must have before a costlier pattern is searched in it; most texts have none. */
const MAY_HOLD_NUMBER = /[0-9][^0-9]{0,4}[0-9][^0-9]{0,4}[0-9][^0-9]{0,4}[0-9]/u;
const MAY_HOLD_ADDRESS = /@|艾特|at[\s)\]}]|#at#|&(?:#|commat)|%40|\.(?:me|gg|com)\//u;
const MAY_HOLD_ID = /[a-z0-9][a-z0-9_.-]{4}|[0-9]{3}\s/u;

const ifAny = (may: RegExp, pattern: RegExp, text: string): Range[] =>
  may.test(text) ? [...found(pattern, text)] : [];

const numbersAndAddresses = (folded: string): Range[] => {
  const ranges = [...ifAny(MAY_HOLD_NUMBER, NUMBERS, folded), ...ifAny(MAY_HOLD_ADDRESS, ADDRESSES, folded)];
  const digits = withDigits(folded);
  return digits === folded ? ranges : [...ranges, ...ifAny(MAY_HOLD_NUMBER, NUMBERS, digits)];
};

/** @returns true when the text has a phone number or a mail address; chat ids are not looked for */
export const hasNumberOrMail = (text: string): boolean =>
  numbersAndAddresses(foldText(text.slice(0, MAX_MASKED_CHARS)).folded).length > 0;

/**
 * @param text its first {@link MAX_MASKED_CHARS} characters are read, the rest is left out
 * @param mask replaces each contact
 */
export function maskContacts(text: string, mask: string): string {
  const read = text.length > MAX_MASKED_CHARS ? text.slice(0, MAX_MASKED_CHARS) + CUT : text;
  const { folded, indexes } = foldText(read);
  const ranges = [
    ...numbersAndAddresses(folded),
    ...ifAny(MAY_HOLD_ID, NAMED, folded),
    ...PERSONS.flatMap((pattern) => [...found(pattern, folded)]),
  ].toSorted(([one], [other]) => one - other);
  let masked = "";
  let end = 0;
  for (const [from, to] of ranges) {
    const start = indexes?.[from] ?? from;
    if (start > end || masked === "") masked += read.slice(end, Math.max(start, end)) + mask;
    end = Math.max(end, indexes?.[to] ?? to);
  }
  return masked + read.slice(end);
}
