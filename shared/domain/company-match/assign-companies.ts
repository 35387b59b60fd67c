/**
 * Which rows of companies are one company. Pure and without an order: the same rows and decisions give the same
 * companies, so that undoing a decision restores what was before it.
 */
import type { LinkReason, Verdict } from "../../contracts/company-match.ts";
import { branchKey } from "../company-name/branch-unit.ts";
import { pairSet } from "../pair-set.ts";
import { formClassOf, type Member, streetOf } from "./member.ts";

export interface Decision {
  id: string;
  verdict: Verdict;
  /** The branch, where the verdict is `branch`. */
  one: string;
  /** One row of its parent, where the verdict is `branch`. */
  others: readonly string[];
}

/** Why a row is where it is, as it is stored and shown. */
export interface Evidence {
  /** The code, the name, or the decision's id. */
  value?: string;
  /** The row that it was joined to. */
  with?: string;
  /** What else agrees: city, address, company_size. */
  also?: string[];
}

export interface Assigned {
  /** Smallest id of the company's rows. */
  company_id: string;
  /** The company whose branch this is; empty for none. */
  parent_id: string;
  how: LinkReason;
  evidence: Evidence;
}

interface Edge {
  a: Member;
  b: Member;
  how: Exclude<LinkReason, "own">;
  evidence: Evidence;
}

function groupsBy(members: readonly Member[], keyOf: (member: Member) => string | null): Member[][] {
  const groups = Map.groupBy(members, (member) => keyOf(member) ?? "");
  groups.delete("");
  return [...groups.values()].filter((group) => group.length > 1);
}

/** What agrees beside the name. */
export function alsoSame(a: Member, b: Member): string[] {
  const also: string[] = [];
  if (a.city !== null && a.city === b.city) also.push("city");
  const street = streetOf(a.address);
  if (street !== null && street === streetOf(b.address)) also.push("address");
  if (a.company_size !== null && a.company_size === b.company_size) also.push("company_size");
  return also;
}

/** 有限公司 became 股份有限公司: the same street, or the same city and size. 集团 is another legal person. */
function isSameAfterChange(also: readonly string[]): boolean {
  return also.includes("address") || (also.includes("city") && also.includes("company_size"));
}

function nameEdges(members: readonly Member[]): Edge[] {
  const edges: Edge[] = [];
  for (const group of groupsBy(members, (member) => member.name_key)) {
    // Where codes forbid the join to the first, the next one is tried.
    const heads: Member[] = [];
    for (const member of group) {
      const head = heads.find((one) => !codesDiffer(one.credit_code, member.credit_code));
      if (head)
        edges.push({
          a: head,
          b: member,
          how: "name",
          evidence: { value: member.shown_name, with: head.id },
        });
      if (!head || (head.credit_code === null && member.credit_code !== null)) heads.push(member);
    }
  }
  const changeable = (member: Member) => {
    const form = formClassOf(member.parts.suffix);
    return member.name_key !== null && (form === "company" || form === "shares+company")
      ? `${member.identity}|${branchKey(member.parts.branch)}`
      : null;
  };
  for (const group of groupsBy(members, changeable)) {
    const [first, ...others] = group;
    const form = (member: Member) => formClassOf(member.parts.suffix);
    if (first === undefined || others.every((other) => form(other) === form(first))) continue;
    for (const a of group)
      for (const b of group) {
        if (form(a) !== "company" || form(b) === "company") continue;
        const also = alsoSame(a, b);
        if (isSameAfterChange(also))
          edges.push({ a, b, how: "name", evidence: { value: b.shown_name, with: a.id, also } });
      }
  }
  return edges;
}

const codesDiffer = (one: string | null, other: string | null) =>
  one !== null && other !== null && one !== other;

/** A page of a branch may show its parent's code, so that a code joins rows of the same branch only. */
function codeEdges(members: readonly Member[]): Edge[] {
  return groupsBy(members, ({ credit_code, parts }) =>
    credit_code === null ? null : `${credit_code}|${branchKey(parts.branch)}`,
  ).flatMap(([first, ...others]) => {
    const a = first as Member;
    const evidence = { value: a.credit_code ?? "", with: a.id };
    return others.map((b): Edge => ({ a, b, how: "credit_code", evidence }));
  });
}

const byId = (one: Member, other: Member) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0);

interface Company {
  rows: Set<string>;
  codes: Set<string>;
  branch: string;
}

/** @param members every row that could belong together with one of them, each once */
export function assignCompanies(
  members: readonly Member[],
  decisions: readonly Decision[],
): Map<string, Assigned> {
  const sorted = members.toSorted(byId);
  const rows = new Map(sorted.map((member) => [member.id, member]));
  const companies = new Map<string, Company>(
    sorted.map(({ id, credit_code, parts }) => [
      id,
      {
        rows: new Set([id]),
        codes: new Set(credit_code === null ? [] : [credit_code]),
        branch: branchKey(parts.branch),
      },
    ]),
  );
  const known = decisions.filter(({ one }) => rows.has(one)).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const apart = pairSet(
    known.flatMap(({ verdict, one, others }) =>
      verdict === "same" ? [] : others.map((other) => [one, other] as const),
    ),
  );
  const areApart = (one: Company, other: Company): boolean => {
    const [small, large] = one.rows.size < other.rows.size ? [one, other] : [other, one];
    return [...small.rows].some((id) => apart.hasAny(id, (far) => large.rows.has(far)));
  };
  const reasons = new Map<string, { how: Edge["how"]; evidence: Evidence }>();
  const join = ({ a, b, how, evidence }: Edge): void => {
    const [one, other] = [companies.get(a.id) as Company, companies.get(b.id) as Company];
    if (one === other || areApart(one, other)) return;
    if (how !== "person") {
      if (one.branch !== other.branch) return;
      // Two codes are two legal persons, whatever their names are.
      if (one.codes.size > 0 && other.codes.size > 0 && ![...one.codes].some((code) => other.codes.has(code)))
        return;
    }
    for (const id of other.rows) {
      one.rows.add(id);
      companies.set(id, one);
    }
    for (const code of other.codes) one.codes.add(code);
    for (const [row, partner] of [
      [b, a],
      [a, b],
    ] as const)
      if (!reasons.has(row.id)) reasons.set(row.id, { how, evidence: { ...evidence, with: partner.id } });
  };
  const personEdges = known.flatMap(({ id, verdict, one, others }) =>
    verdict === "same"
      ? others.flatMap((other): Edge[] => {
          const [a, b] = [rows.get(one), rows.get(other)];
          return a && b ? [{ a, b, how: "person", evidence: { value: id, with: one } }] : [];
        })
      : [],
  );
  // The surer reasons come first, because a join may forbid a later one.
  for (const edge of [...personEdges, ...codeEdges(sorted), ...nameEdges(sorted)]) join(edge);

  const idOf = (company: Company) => [...company.rows].toSorted()[0] as string;
  const ids = new Map([...new Set(companies.values())].map((company) => [company, idOf(company)]));
  const parents = parentsOf(sorted, known, companies);
  return new Map(
    sorted.map(({ id }) => {
      const company = companies.get(id) as Company;
      const parent = parents.get(company);
      const reason = company.rows.size > 1 ? reasons.get(id) : undefined;
      return [
        id,
        {
          company_id: ids.get(company) as string,
          parent_id: parent === undefined ? "" : (ids.get(parent.of) as string),
          how: reason?.how ?? parent?.how ?? "own",
          evidence: reason?.evidence ?? parent?.evidence ?? {},
        },
      ];
    }),
  );
}

interface Parent {
  of: Company;
  how: "person" | "credit_code" | "name";
  evidence: Evidence;
}

/** The company of a branch: as a person said, else the only one with the same code or the same name without the branch. */
function parentsOf(
  members: readonly Member[],
  decisions: readonly Decision[],
  companies: ReadonlyMap<string, Company>,
): Map<Company, Parent> {
  const parents = new Map<Company, Parent>();
  const refused = pairSet(
    decisions.flatMap(({ verdict, one, others }) =>
      verdict === "different" ? others.map((other) => [one, other] as const) : [],
    ),
  );
  for (const { id, verdict, one, others } of decisions) {
    const [branch, of] = [companies.get(one), companies.get(others[0] ?? "")];
    if (verdict === "branch" && branch && of && branch !== of)
      parents.set(branch, { of, how: "person", evidence: { value: id, with: others[0] ?? "" } });
  }
  const heads = new Map<string, Member[]>();
  const add = (key: string, member: Member) => {
    const known = heads.get(key);
    if (known) known.push(member);
    else heads.set(key, [member]);
  };
  for (const member of members) {
    if (branchKey(member.parts.branch) !== "") continue;
    if (member.credit_code !== null) add(`code ${member.credit_code}`, member);
    if (member.name_key !== null) add(`name ${member.identity}|${formClassOf(member.parts.suffix)}`, member);
    if (member.identity !== "") add(`identity ${member.identity}`, member);
  }
  for (const member of members) {
    const company = companies.get(member.id) as Company;
    if (branchKey(member.parts.branch) === "" || parents.has(company)) continue;
    const { parts, identity, credit_code } = member;
    const ways = [
      credit_code !== null &&
        ({ key: `code ${credit_code}`, how: "credit_code", value: credit_code } as const),
      parts.suffix !== "" &&
        ({ key: `name ${identity}|${formClassOf(parts.suffix)}`, how: "name", value: identity } as const),
      identity !== "" && ({ key: `identity ${identity}`, how: "name", value: identity } as const),
    ];
    for (const way of ways) {
      if (!way) continue;
      const found = (heads.get(way.key) ?? []).filter(({ id }) => !refused.has(member.id, id));
      const [first] = found;
      const of = first && companies.get(first.id);
      if (!of || of === company || found.some(({ id }) => companies.get(id) !== of)) continue;
      parents.set(company, { of, how: way.how, evidence: { value: way.value, with: first.id } });
      break;
    }
  }
  return parents;
}
