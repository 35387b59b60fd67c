/** Reads the rows that could belong together with some rows: all of every company that they touch. */
import type { Decision } from "../../shared/domain/company-match/assign-companies.ts";
import { type CompanySource, type Member, memberOf } from "../../shared/domain/company-match/member.ts";
import type { Ask } from "../clickhouse/ask.ts";
import {
  IdRow,
  LINKS_OF_IDS,
  LinkRow,
  ROWS_OF_COMPANIES,
  ROWS_OF_IDS,
  ROWS_OF_KEYS,
  SourceRow,
} from "./link-sql.ts";

export interface Gathered {
  /** Each once; rows that came with the call as they came, which is newer than what is stored. */
  members: Map<string, Member>;
  /** Links as they are stored, by row. */
  links: Map<string, LinkRow>;
  /** Brands all of whose rows are there. */
  brands: Set<string>;
}
/** Names, codes, companies and decisions lead on from row to row; they end after two or three rounds. */
const MAX_ROUNDS = 10;

/**
 * @param given rows that are new or changed
 * @param ids of stored rows that are to be compared again
 */
export async function gather(
  ask: Ask,
  given: readonly Member[],
  ids: readonly string[],
  decisions: readonly Decision[],
): Promise<Gathered> {
  const members = new Map(given.map((member) => [member.id, member]));
  const links = new Map<string, LinkRow>();
  const brands = new Set<string>();
  const asked = { identities: new Set<string>(), codes: new Set<string>(), companies: new Set<string>() };
  /** What was not asked before; it counts as asked from now on. */
  const fresh = (kind: Set<string>, values: Iterable<string | null>): string[] => {
    const found = new Set<string>();
    for (const value of values) if (value !== null && value !== "" && !kind.has(value)) found.add(value);
    for (const value of found) kind.add(value);
    return [...found];
  };
  const add = (rows: readonly CompanySource[]) => {
    for (const row of rows) if (!members.has(row.id)) members.set(row.id, memberOf(row));
  };

  // What a changed row was before counts too: whom it leaves is compared again.
  const before = await ask(ROWS_OF_IDS, SourceRow, { ids: [...members.keys(), ...ids] });
  const former = before.map(memberOf);
  add(before);
  let wantedBrands = fresh(
    brands,
    [...members.values(), ...former].map(({ brand }) => brand),
  );
  let open: Member[] = [...members.values(), ...former];
  for (let round = 0; round < MAX_ROUNDS && open.length > 0; round++) {
    const known = new Set(members.keys());
    const identities = fresh(
      asked.identities,
      open.map(({ identity }) => identity),
    );
    const codes = fresh(
      asked.codes,
      open.map(({ credit_code }) => credit_code),
    );
    if (identities.length + codes.length + wantedBrands.length > 0)
      add(await ask(ROWS_OF_KEYS, SourceRow, { identities, codes, brands: wantedBrands }));
    wantedBrands = [];
    const unlinked = [...members.keys()].filter((id) => !links.has(id));
    for (const link of await ask(LINKS_OF_IDS, LinkRow, { ids: unlinked })) links.set(link.id, link);
    const companies = fresh(
      asked.companies,
      [...members.keys()].flatMap((id) => {
        const link = links.get(id);
        return link ? [link.company_id, link.parent_id] : [id];
      }),
    );
    const linked = companies.length === 0 ? [] : await ask(ROWS_OF_COMPANIES, IdRow, { companies });
    const partners = decisions.flatMap(({ one, others }) =>
      [one, ...others].some((id) => members.has(id)) ? [one, ...others] : [],
    );
    const missing = [...new Set([...companies, ...linked.map(({ id }) => id), ...partners])].filter(
      (id) => !members.has(id),
    );
    if (missing.length > 0) add(await ask(ROWS_OF_IDS, SourceRow, { ids: missing }));
    open = [...members.values()].filter(({ id }) => !known.has(id));
  }
  // Links of the rows that the last round added.
  const last = [...members.keys()].filter((id) => !links.has(id));
  for (const link of await ask(LINKS_OF_IDS, LinkRow, { ids: last })) links.set(link.id, link);
  return { members, links, brands };
}
