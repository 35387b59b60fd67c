/** Reads the names of companies in postings once each, since only our own code knows their parts. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { branchKey } from "../../shared/domain/company-name/branch-unit.ts";
import { foldPlace, identityOf } from "../../shared/domain/company-name/company-identity.ts";
import { parseCompanyName } from "../../shared/domain/company-name/company-name.ts";
import { askOf } from "../clickhouse/ask.ts";
import { insertLines } from "../clickhouse/insert.ts";
import type { BoundParams } from "../clickhouse/query.ts";
import { NAME } from "./prints-sql.ts";

/** Version of the rules: a name that older ones read is read again. */
const RULES = 2;
/** Names that are read and inserted at a time: about 3 MB. */
const NAMES_AT_ONCE = 20_000;

const NameRow = z.object({ name: z.string() });

const fold = (text: string): string => text.toLowerCase().replace(/\s+/gu, "");

/** The row of `company_name_parts` of a name. */
function companyParts(name: string) {
  const parsed = parseCompanyName(name);
  return {
    name,
    identity: identityOf(parsed),
    place: foldPlace(parsed.place),
    brand: fold(parsed.brand),
    trade: fold(parsed.trade),
    branch: branchKey(parsed.branch),
    rules: RULES,
  };
}

/** @param postings rows with the columns of job_facts: a table and its condition */
export async function learnNames(
  clickhouse: ClickHouseClient,
  postings: string,
  params: BoundParams,
): Promise<void> {
  const ask = askOf(clickhouse);
  const names = `
    SELECT DISTINCT assumeNotNull(read_name) AS name FROM (SELECT ${NAME} AS read_name FROM ${postings})
    WHERE name > {after:String}`;
  // Only the names that are asked for are looked up, by the order of the table.
  const unread = `
    SELECT name FROM (${names})
    WHERE name NOT IN (SELECT name FROM company_name_parts WHERE rules = ${RULES} AND name IN (${names}))
    ORDER BY name LIMIT ${NAMES_AT_ONCE}`;
  // Each step goes on behind the last name, so that one that is stored in another form than it was read is not read for ever.
  let after = "";
  for (;;) {
    const found = await ask(unread, NameRow, { ...params, after });
    const lines = found.map(({ name }) => JSON.stringify(companyParts(name)));
    await insertLines(clickhouse, "company_name_parts", lines, `names-${RULES}-${crypto.randomUUID()}`);
    after = found.at(-1)?.name ?? after;
    if (lines.length < NAMES_AT_ONCE) return;
  }
}
