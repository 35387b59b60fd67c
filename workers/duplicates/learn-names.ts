/** Reads the names of companies in postings, since only our own code knows their parts. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { branchKey } from "../../shared/domain/company-name/branch-unit.ts";
import { foldPlace, identityOf } from "../../shared/domain/company-name/company-identity.ts";
import { parseCompanyName } from "../../shared/domain/company-name/company-name.ts";
import { askOf } from "../clickhouse/ask.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { BoundParams } from "../clickhouse/query.ts";
import { NAME, POSTINGS_OF_PASS } from "./prints-sql.ts";

/** Version of the rules: a name that older ones read is read again. */
const RULES = 2;
/** Names that are read and inserted at a time: about 3 MB. */
const NAMES_AT_ONCE = 20_000;

const NameRow = z.object({ name: z.string() });

const fold = (text: string): string => text.toLowerCase().replace(/\s+/gu, "");

/** What is compared of a name. */
function companyParts(name: string) {
  const parsed = parseCompanyName(name);
  return {
    name,
    identity: identityOf(parsed),
    place: foldPlace(parsed.place),
    brand: fold(parsed.brand),
    trade: fold(parsed.trade),
    branch: branchKey(parsed.branch),
  };
}

/**
 * Reads the names of some postings that company_name_parts lacks, for a run over all, which meets each name often.
 * @param postings rows with the columns of job_facts: a table and its condition
 */
export async function learnNames(
  clickhouse: ClickHouseClient,
  postings: string,
  params: BoundParams,
): Promise<void> {
  const names = namesOf(postings);
  // Only the names that are asked for are looked up, by the order of the table.
  const unread = `
    SELECT name FROM (${names})
    WHERE name NOT IN (SELECT name FROM company_name_parts WHERE rules = ${RULES} AND name IN (${names}))`;
  await readNames(clickhouse, unread, params, (names, token) =>
    insertLines(
      clickhouse,
      "company_name_parts",
      names.map((name) => JSON.stringify({ ...companyParts(name), rules: RULES })),
      token,
    ),
  );
}

/** Reads the names of the postings of a pass: a thousand are read sooner than they are looked up. @param version Unix ms */
export async function namesOfPass(clickhouse: ClickHouseClient, version: number): Promise<void> {
  await readNames(clickhouse, namesOf(POSTINGS_OF_PASS), { version }, (names, token) =>
    insertLines(
      clickhouse,
      "job_match_names",
      names.map((name) => JSON.stringify({ pass: version, ...companyParts(name) })),
      token,
    ),
  );
}

const namesOf = (postings: string): string => `
  SELECT DISTINCT assumeNotNull(read_name) AS name FROM (SELECT ${NAME} AS read_name FROM ${postings})
  WHERE name > {after:String}`;

/** @param sql query of names behind `after`; @param store inserts what was read of them */
async function readNames(
  clickhouse: ClickHouseClient,
  sql: string,
  params: BoundParams,
  store: (names: string[], token: string) => Promise<void>,
): Promise<void> {
  // Each step goes on behind the last name, so that one that is stored in another form than it was read is not read for ever.
  let after = "";
  for (;;) {
    const step = `${sql} ORDER BY name LIMIT ${NAMES_AT_ONCE}`;
    const names = (await askOf(clickhouse)(step, NameRow, { ...params, after })).map(({ name }) => name);
    await store(names, `names-${RULES}-${crypto.randomUUID()}`);
    after = names.at(-1) ?? after;
    if (names.length < NAMES_AT_ONCE) return;
  }
}
