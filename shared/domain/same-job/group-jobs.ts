/**
 * Joins the sure pairs of postings to groups. Pairs are taken best first, and two groups are joined only where all their
 * postings agree: company, district and level of the salary. A chain (A like B, B like C) can therefore not join jobs that
 * differ. Decisions of people come first: `same` joins whatever the rules say, `different` keeps two postings apart.
 */

/** What all postings of a group agree on. Empty and 0 say nothing and agree with everything. */
export interface GroupMember {
  /** Hash of platform and key. */
  id: string;
  /** Hash of the company's id over all platforms. */
  firm: string;
  /** Hash of the company's identity. */
  company: string;
  brand: string;
  /** Place in the company's name. */
  place: string;
  district: string;
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

/** Middles of two salaries of one level differ by this factor at most, as between two postings; a group may drift once more. */
const SAME_LEVEL = 1.2 * 1.2;

type Firm = Pick<GroupMember, "firm" | "company" | "brand" | "place">;

interface Agreed {
  members: GroupMember[];
  /** Each way to write the company once. */
  firms: Firm[];
  district: string;
  lowest: number;
  highest: number;
}

const agreedOf = (member: GroupMember): Agreed => {
  const middle = (member.salaryLow + member.salaryHigh) / 2;
  return {
    members: [member],
    firms: [member],
    district: member.district,
    lowest: middle === 0 ? Number.POSITIVE_INFINITY : middle,
    highest: middle,
  };
};

const agree = (one: string, other: string): boolean => one === "" || other === "" || one === other;

const isOneFirm = (one: Firm, other: Firm): boolean =>
  one.firm === other.firm ||
  one.company === other.company ||
  (agree(one.brand, other.brand) && agree(one.place, other.place));

/** @returns what both agree on, or null where they differ */
function join(one: Agreed, other: Agreed, isDecided: boolean): Agreed | null {
  const lowest = Math.min(one.lowest, other.lowest);
  const highest = Math.max(one.highest, other.highest);
  const isSame =
    one.firms.every((firm) => other.firms.every((each) => isOneFirm(firm, each))) &&
    agree(one.district, other.district) &&
    (lowest === Number.POSITIVE_INFINITY || highest <= SAME_LEVEL * lowest);
  if (!isSame && !isDecided) return null;
  return {
    members: [...one.members, ...other.members],
    firms: [
      ...new Map(
        [...one.firms, ...other.firms].map((firm) => [`${firm.firm} ${firm.company}`, firm]),
      ).values(),
    ],
    district: one.district || other.district,
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
  const apart = new Map<string, Set<string>>();
  for (const { a, b } of different) {
    for (const [one, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const all = apart.get(one) ?? new Set();
      apart.set(one, all.add(other));
    }
  }
  const isApart = (one: Agreed, other: Agreed): boolean => {
    if (apart.size === 0) return false;
    const others = new Set(other.members.map(({ id }) => id));
    return one.members.some(({ id }) => [...(apart.get(id) ?? [])].some((kept) => others.has(kept)));
  };
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
    const isKeptApart = isApart(one, other);
    const joined = isKeptApart ? null : join(one, other, isDecided);
    if (joined) for (const { id } of joined.members) groupOf.set(id, joined);
    // Two postings that a person told apart need no review once more.
    else if (!apart.get(a)?.has(b)) held.push({ a, b });
  }
  const groups = [...new Set(groupOf.values())]
    .filter((group) => group.members.length > 1)
    .map((group) => group.members.toSorted(before).map(({ id }) => id))
    .sort(([one = ""], [other = ""]) => order(one, other));
  return { groups, held };
}
