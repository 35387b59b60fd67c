/** Cuts a figure that was computed with more values to fewer: it is the same as if it had been asked for. */
import type {
  Distribution,
  Reposts,
  RisingSkills,
  Salary,
  SalaryMatrix,
  TopCompanies,
  WorkingTimes,
} from "../../shared/contracts/figures.ts";
import { shareOf } from "./card.ts";
import { inOrder } from "./distribution.ts";
import type { BodyOf, FigureName } from "./figure-list.ts";

/** @returns the items that stay, and what the others add up to */
function keep<Item extends { n: number }>(
  items: Item[],
  others: { values: number; n: number },
  limit: number,
) {
  const kept = items.slice(0, limit);
  const n = others.n + items.slice(limit).reduce((sum, item) => sum + item.n, 0);
  return { kept, others: { values: others.values + items.length - kept.length, n } };
}

const inTextOrder = (one: string, other: string): number => Number(one > other) - Number(one < other);

/** Companies are ordered by their ids, as they were counted. */
const nameIn = ({ value, company_id }: { value: string; company_id?: string | null | undefined }) =>
  company_id ?? value;
const byCount = <
  Item extends { n: number; value: string; within: string | null; company_id?: string | null | undefined },
>(
  items: Item[],
): Item[] =>
  items.toSorted(
    (one, other) =>
      other.n - one.n ||
      inTextOrder(nameIn(one), nameIn(other)) ||
      inTextOrder(one.within ?? "", other.within ?? ""),
  );

const shorteners: {
  [Name in FigureName]?: (body: BodyOf<Name>, limit: number, options: object) => BodyOf<Name>;
} = {
  distribution(body: Distribution, limit) {
    const { kept, others } = keep(byCount(body.items), body.others, limit);
    return {
      ...body,
      items: inOrder(body.dimension, kept),
      others: { ...others, share: shareOf(others.n, body.card.n) },
    };
  },
  salary(body: Salary, limit, options) {
    const isRanked = "sort" in options && options.sort === "median";
    const { kept, others } = keep(isRanked ? body.groups : byCount(body.groups), body.others, limit);
    return { ...body, groups: isRanked || body.by === null ? kept : inOrder(body.by, kept), others };
  },
  salary_matrix(body: SalaryMatrix, limit) {
    const cities = body.cities.slice(0, limit);
    return {
      ...body,
      cities,
      cells: body.cells.filter(({ city }) => city === null || cities.includes(city)),
    };
  },
  companies(body: TopCompanies, limit) {
    const { kept, others } = keep(body.items, body.others, limit);
    return { ...body, items: kept, others };
  },
  reposts: (body: Reposts, limit) => ({ ...body, items: body.items?.slice(0, limit) ?? null }),
  rising_skills: (body: RisingSkills, limit) => ({ ...body, items: body.items.slice(0, limit) }),
  working_time: (body: WorkingTimes, limit) => ({ ...body, companies: body.companies.slice(0, limit) }),
};

/** @param limit values that are shown at most */
export function shorten<Name extends FigureName>(
  name: Name,
  body: BodyOf<Name>,
  limit: number,
  options: object,
): BodyOf<Name> {
  const shortener = shorteners[name] as
    | ((body: BodyOf<Name>, limit: number, options: object) => BodyOf<Name>)
    | undefined;
  return shortener ? shortener(body, limit, options) : body;
}
