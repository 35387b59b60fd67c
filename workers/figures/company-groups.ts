/**
 * Companies as a dimension. They are counted by their id over all platforms, since two may have one name and one may have
 * several, and are shown under their most frequent name.
 */
import { z } from "zod";
import type { FigureMethod } from "../../shared/contracts/figures.ts";
import type { Ask } from "../clickhouse/ask.ts";
import { type Group, type GroupDimension, rowsOfGroups } from "./groups.ts";
import type { Scope } from "./scope.ts";

/** The first version of each method that counts companies by their id; earlier ones count names. */
const BY_ID: Partial<Record<FigureMethod, number>> = {
  distribution: 3,
  salary: 3,
  companies: 2,
  reposts: 3,
  life: 2,
  working_time: 3,
};

/** The dimension that a version of a method groups by where it is asked for `by`. */
export const groupedBy = <By extends GroupDimension>(
  method: FigureMethod,
  by: By,
  { version }: Pick<Scope, "version">,
): By | "company_id" =>
  by === "company" && version >= (BY_ID[method] ?? Number.POSITIVE_INFINITY) ? "company_id" : by;

/** The company of a posting, and the number that stands for it; 0 where the posting names none. */
export const companyColumns = (by: "company" | "company_id"): { id: string; hash: string } =>
  by === "company_id"
    ? { id: "company_id", hash: "company_id_hash" }
    : { id: "assumeNotNull(company_name)", hash: "company_hash" };

const NameRow = z.object({ group_key: z.string(), name: z.string() });

/** @returns the most frequent name of each of some companies within the scope, by its id */
async function companyNames(
  ask: Ask,
  scope: Pick<Scope, "table" | "condition">,
  groups: readonly Group[],
): Promise<ReadonlyMap<string, string>> {
  if (groups.length === 0) return new Map();
  const rows = rowsOfGroups(scope, "company_id", groups, ["company_name"]);
  const names = await ask(
    `SELECT group_key, argMax(name, (c, name)) AS name
     FROM (SELECT group_key, assumeNotNull(company_name) AS name, count() AS c FROM (${rows.sql})
       WHERE company_name IS NOT NULL GROUP BY group_key, name)
     GROUP BY group_key`,
    NameRow,
    rows.params,
  );
  return new Map(names.map(({ group_key, name }) => [group_key, name]));
}

interface ShownGroup extends Group {
  /** A company has it, other groups do not. */
  company_id?: string;
}

/** @returns what is shown of a group: a company's name in the place of its id, which stands beside it */
export async function shownGroups(
  ask: Ask,
  scope: Pick<Scope, "table" | "condition">,
  by: GroupDimension,
  groups: readonly Group[],
): Promise<(group: Group) => ShownGroup> {
  const isCompany = by === "company_id";
  const names = isCompany ? await companyNames(ask, scope, groups) : new Map<string, string>();
  return ({ value, within }) => ({
    value: names.get(value) ?? value,
    within,
    ...(isCompany && { company_id: value }),
  });
}

/** The same for a list of companies, as {@link companyColumns} names them. */
export async function shownCompanies(
  ask: Ask,
  scope: Pick<Scope, "table" | "condition">,
  by: "company" | "company_id",
  companies: readonly { company: string }[],
): Promise<(company: string) => { company: string; company_id: string | undefined }> {
  const groupOf = (company: string): Group => ({ value: company, within: null });
  const groups = companies.map(({ company }) => groupOf(company));
  const shown = await shownGroups(ask, scope, by, groups);
  return (company) => {
    const { value, company_id } = shown(groupOf(company));
    return { company: value, company_id };
  };
}
