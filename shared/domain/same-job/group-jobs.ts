/**
 * Joins the sure pairs of postings to groups. Pairs are taken best first, and two groups are joined only where all their
 * postings agree: company and branch, district, level of the salary, what is required, what their titles lost, and texts
 * that share something. A chain (A like B, B like C) can therefore not join jobs that differ, whatever B leaves out.
 * Decisions of people come first: `same` joins whatever the rules say, `different` keeps two postings apart.
 */
import { pairSet } from "../pair-set.ts";

/** What all postings of a group agree on. Empty and 0 say nothing and agree with everything. */
export interface GroupMember {
  /** Hash of platform and key. */
  id: string;
  /** Hash of the company's id over all platforms; empty where it is unknown. */
  firm: string;
  /** Hash of the company's identity. */
  company: string;
  brand: string;
  /** Place in the company's name. */
  place: string;
  /** Trade in the company's name: 网络科技. */
  trade: string;
  /** Branch that the company's name ends with: 1分公司. */
  branch: string;
  district: string;
  experience: string;
  degree: string;
  /** What the title lost, behind a letter for its kind. */
  marks: readonly string[];
  /** Smallest hashes of the text, where the posting is joined to one that has no text; else empty. */
  sketch: readonly number[];
  salaryLow: number;
  salaryHigh: number;
  /** Unix ms. */
  firstSeen: number;
}

export interface SurePair {
  a: string;
  b: string;
  score: number;
  /** A person decided that they are the same job. */
  isDecided: boolean;
}

export interface Grouping {
  /** Ids of the postings of each group of two or more; the first one was seen first. */
  groups: string[][];
  /** Sure pairs that were not joined, because postings behind them differ. */
  held: { a: string; b: string }[];
}

/** Middles of two salaries of one level differ by this factor at most, in a group as between two postings. */
const SAME_LEVEL = 1.2;

/** Texts of a group that one more is compared with, so that large groups cost no more than in proportion. */
const MAX_TEXTS = 16;

type Firm = Pick<GroupMember, "firm" | "company" | "brand" | "place" | "trade" | "branch">;
/** A posting says nothing of these with an empty text. */
const SAID = ["district", "experience", "degree"] as const;

interface Agreed extends Record<(typeof SAID)[number], string> {
  members: GroupMember[];
  /** Each way to write the company once. */
  firms: Firm[];
  /** Each list of marks stands here once. */
  marks: (readonly string[])[];
  sketches: (readonly number[])[];
  lowest: number;
  highest: number;
}

const agreedOf = (member: GroupMember): Agreed => {
  const middle = (member.salaryLow + member.salaryHigh) / 2;
  return {
    members: [member],
    firms: [member],
    marks: [member.marks],
    sketches: member.sketch.length > 0 ? [member.sketch] : [],
    district: member.district,
    experience: member.experience,
    degree: member.degree,
    lowest: middle === 0 ? Number.POSITIVE_INFINITY : middle,
    highest: middle,
  };
};

const agree = (one: string, other: string): boolean => one === "" || other === "" || one === other;

const isOneFirm = (one: Firm, other: Firm): boolean =>
  (one.firm !== "" && one.firm === other.firm) ||
  (one.branch === other.branch &&
    (one.company === other.company ||
      (agree(one.brand, other.brand) &&
        agree(one.place, other.place) &&
        (one.trade.startsWith(other.trade) || other.trade.startsWith(one.trade)))));

/** What one title lost of a kind is part of what the other lost. */
function areMarksOne(one: readonly string[], other: readonly string[]): boolean {
  const kinds = new Set([...one, ...other].map((mark) => mark.slice(0, 1)));
  return [...kinds].every((kind) => {
    const [first, second] = [one, other].map((marks) => marks.filter((mark) => mark.startsWith(kind)));
    return isPart(first as string[], second as string[]) || isPart(second as string[], first as string[]);
  });
}
const isPart = <T>(part: readonly T[], whole: readonly T[]): boolean =>
  part.every((item) => whole.includes(item));

const shareText = (one: readonly number[], other: readonly number[]): boolean =>
  one.some((hash) => other.includes(hash));

const every = <T>(one: readonly T[], other: readonly T[], isSame: (a: T, b: T) => boolean): boolean =>
  one.every((a) => other.every((b) => isSame(a, b)));

/** @returns what both agree on, or null where they differ */
function join(one: Agreed, other: Agreed, isDecided: boolean): Agreed | null {
  const lowest = Math.min(one.lowest, other.lowest);
  const highest = Math.max(one.highest, other.highest);
  const isSame =
    every(one.firms, other.firms, isOneFirm) &&
    SAID.every((name) => agree(one[name], other[name])) &&
    every(one.marks, other.marks, areMarksOne) &&
    every(one.sketches, other.sketches, shareText) &&
    (lowest === Number.POSITIVE_INFINITY || highest <= SAME_LEVEL * lowest);
  if (!isSame && !isDecided) return null;
  return {
    members: [...one.members, ...other.members],
    firms: [
      ...new Map(
        [...one.firms, ...other.firms].map((firm) => [`${firm.firm} ${firm.company} ${firm.branch}`, firm]),
      ).values(),
    ],
    marks: [...new Map([...one.marks, ...other.marks].map((marks) => [marks.join(" "), marks])).values()],
    sketches: [...one.sketches, ...other.sketches].slice(0, MAX_TEXTS),
    district: one.district || other.district,
    experience: one.experience || other.experience,
    degree: one.degree || other.degree,
    lowest,
    highest,
  };
}

const order = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const before = (one: GroupMember, other: GroupMember): number =>
  one.firstSeen - other.firstSeen || order(one.id, other.id);

/**
 * @param members all postings of the pairs; a pair with another one is left out
 * @param different pairs that people decided to be different jobs
 */
export function groupJobs(
  members: readonly GroupMember[],
  pairs: readonly SurePair[],
  different: readonly { a: string; b: string }[],
): Grouping {
  const groupOf = new Map(members.map((member) => [member.id, agreedOf(member)]));
  const apart = pairSet(different.map(({ a, b }) => [a, b]));
  const held: { a: string; b: string }[] = [];
  const best = [...pairs].sort(
    (one, other) =>
      Number(other.isDecided) - Number(one.isDecided) ||
      other.score - one.score ||
      order(one.a, other.a) ||
      order(one.b, other.b),
  );
  for (const { a, b, isDecided } of best) {
    const one = groupOf.get(a);
    const other = groupOf.get(b);
    if (!one || !other || one === other) continue;
    const isApart = one.members.some(({ id }) => apart.hasAny(id, (far) => groupOf.get(far) === other));
    const joined = isApart ? null : join(one, other, isDecided);
    if (joined) for (const { id } of joined.members) groupOf.set(id, joined);
    // Two postings that a person told apart need no review once more.
    else if (!apart.has(a, b)) held.push({ a, b });
  }
  const groups = [...new Set(groupOf.values())]
    .filter((group) => group.members.length > 1)
    .map((group) => group.members.toSorted(before).map(({ id }) => id))
    .sort(([one = ""], [other = ""]) => order(one, other));
  return { groups, held };
}
