/** Companies that may be one, for a person to decide. */
import type { PairKind } from "../../contracts/company-match.ts";
import { branchKey } from "../company-name/branch-unit.ts";
import { pairSet } from "../pair-set.ts";
import { type Assigned, alsoSame, type Decision } from "./assign-companies.ts";
import type { Member } from "./member.ts";

export interface DoubtfulPair {
  /** Ids of two rows, the smaller one first; each is the id of its company. */
  one: string;
  other: string;
  kind: PairKind;
  /** 0 to 1: how likely they are one. */
  score: number;
  /** What agrees beside the name. */
  also: string[];
}

/** A brand that so many companies share tells nothing: 中科, 华信. Their pairs by brand alone are left out. */
const MAX_OF_BRAND = 200;

const BASE: Record<PairKind, number> = { form: 0.6, no_form: 0.6, place: 0.3, short: 0.35 };
const WEIGHT: Readonly<Record<string, number>> = { address: 0.3, city: 0.1, company_size: 0.05 };
const OTHER_PLACE = -0.2;

const trade = (member: Member) => member.parts.trade.toLowerCase();

function kindOf(hub: Member, member: Member): PairKind | null {
  const hasForms = hub.parts.suffix !== "" && member.parts.suffix !== "";
  if (hub.identity === member.identity) return hasForms ? "form" : "no_form";
  if (trade(hub) === trade(member)) return hasForms || trade(member) !== "" ? "place" : "short";
  return trade(member) === "" && member.parts.suffix === "" ? "short" : null;
}

function pairOf(hub: Member, member: Member): DoubtfulPair | null {
  const kind = kindOf(hub, member);
  if (kind === null) return null;
  if (hub.credit_code !== null && member.credit_code !== null) return null;
  const also = alsoSame(hub, member);
  const isElsewhere = kind === "place" && hub.parts.place !== "" && member.parts.place !== "";
  const score =
    BASE[kind] + also.reduce((sum, what) => sum + (WEIGHT[what] ?? 0), 0) + (isElsewhere ? OTHER_PLACE : 0);
  const [one, other] = hub.id < member.id ? [hub.id, member.id] : [member.id, hub.id];
  return { one, other, kind, score: Math.round(Math.min(1, Math.max(0, score)) * 100) / 100, also };
}

/** Orders the rows of a brand: those come first that are named in full, then those with a code, then by id. */
function hubFirst(one: Member, other: Member): number {
  const rank = ({ parts, credit_code }: Member) =>
    (parts.suffix === "" ? 2 : 0) + (credit_code === null ? 1 : 0) + (parts.trade === "" ? 4 : 0);
  return rank(one) - rank(other) || (one.id < other.id ? -1 : 1);
}

/**
 * @param members all rows of some brands
 * @returns pairs of companies that are not one and that nobody has decided about; `left_out` counts companies of brands
 *   that too many share
 */
export function doubtfulPairs(
  members: readonly Member[],
  assigned: ReadonlyMap<string, Assigned>,
  decisions: readonly Decision[],
): { pairs: DoubtfulPair[]; left_out: number } {
  const companyOf = (id: string) => assigned.get(id)?.company_id ?? id;
  const decided = pairSet(
    decisions.flatMap(({ one, others }) =>
      others.map((other) => [companyOf(one), companyOf(other)] as const),
    ),
  );
  // One row speaks for its company; a branch is linked to its parent by its name.
  const compared = members.filter(
    ({ id, brand, parts }) => companyOf(id) === id && brand !== "" && branchKey(parts.branch) === "",
  );
  const brands = Map.groupBy(compared, ({ brand }) => brand);
  const pairs = new Map<string, DoubtfulPair>();
  let leftOut = 0;
  for (const group of brands.values()) {
    if (group.length < 2) continue;
    if (group.length > MAX_OF_BRAND) {
      leftOut += group.length;
      continue;
    }
    for (const pair of pairsOfBrand(group.toSorted(hubFirst)))
      if (!decided.has(pair.one, pair.other)) pairs.set(`${pair.one} ${pair.other}`, pair);
  }
  return { pairs: [...pairs.values()], left_out: leftOut };
}

/** Each company is paired with the first of its identity, else of its brand and trade, else of its brand. */
function pairsOfBrand(group: readonly Member[]): DoubtfulPair[] {
  return group.flatMap((member, at) => {
    const before = group.slice(0, at);
    const hub =
      before.find((one) => one.identity === member.identity) ??
      before.find((one) => trade(one) === trade(member)) ??
      before.find((one) => one.city !== null && one.city === member.city) ??
      before[0];
    const pair = hub && pairOf(hub, member);
    return pair ? [pair] : [];
  });
}
