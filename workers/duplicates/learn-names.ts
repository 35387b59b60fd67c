/** Reads the names of companies in postings once each, since only our own code knows their parts. */
import type { ClickHouseClient } from "@clickhouse/client-web";
import { z } from "zod";
import { foldPlace, identityOf } from "../../shared/domain/company-name/company-identity.ts";
import { parseCompanyName } from "../../shared/domain/company-name/company-name.ts";
import { insertLines } from "../clickhouse/insert.ts";
import { type BoundParams, runQuery } from "../clickhouse/query.ts";

/** Version of the rules: a name that older ones read is read again. */
const RULES = 1;
/** Names that are read and inserted at a time: about 3 MB. */
const NAMES_AT_ONCE = 20_000;

const fold = (text: string): string => text.toLowerCase().replace(/\s+/gu, "");

/** The row of `company_name_parts` of a name. */
export function companyParts(name: string) {
  const parsed = parseCompanyName(name);
  return {
    name,
    identity: identityOf(parsed),
    place: foldPlace(parsed.place),
    brand: fold(parsed.brand),
    trade: fold(parsed.trade),
    rules: RULES,
  };
}

/**
 * @param keys condition of postings in job_facts
 * @returns names that were read
 */
export async function learnNames(
  clickhouse: ClickHouseClient,
  keys: string,
  params: BoundParams,
): Promise<number> {
  const query = {
    sql: `SELECT DISTINCT assumeNotNull(coalesce(nullIf(company_full_name, ''), company_name)) AS name FROM job_facts
      WHERE (${keys}) AND name > {after:String}
        AND name NOT IN (SELECT name FROM company_name_parts WHERE rules = ${RULES})
      ORDER BY name LIMIT ${NAMES_AT_ONCE}`,
    params: z.custom<BoundParams>(),
    row: z.object({ name: z.string() }),
  };
  let read = 0;
  // Goes on behind the last name, so that one that is stored in another form than it was read is not read for ever.
  let after = "";
  for (;;) {
    const names = await runQuery(clickhouse, query, { ...params, after });
    const lines = names.map(({ name }) => JSON.stringify(companyParts(name)));
    await insertLines(clickhouse, "company_name_parts", lines, `names-${RULES}-${crypto.randomUUID()}`);
    read += lines.length;
    after = names.at(-1)?.name ?? after;
    if (lines.length < NAMES_AT_ONCE) return read;
  }
}
