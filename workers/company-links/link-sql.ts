/** What the linking of companies reads. */
import { z } from "zod";
import { LinkReason, PairKind } from "../../shared/contracts/company-match.ts";

/** Raised when names are read or compared in another way: every company is read anew then. */
const READING = 2;

const SOURCE = "platform, company_key, name, full_name, city, address, company_size, credit_code";
const HASH = `cityHash64(toString((name, full_name, city, address, company_size, credit_code)), ${READING})`;

export const SourceRow = z.object({
  id: z.string(),
  name: z.string().nullable(),
  full_name: z.string().nullable(),
  city: z.string().nullable(),
  address: z.string().nullable(),
  company_size: z.string().nullable(),
  credit_code: z.string().nullable(),
});
export const NewRow = SourceRow.extend({ source_hash: z.string() });

const ID = "concat(platform, ':', company_key)";

/**
 * Companies that are new, or whose names, city, address, size or code changed; takes `limit`. Rows of one name come
 * together, so that a step rarely reads the same names as the one before.
 */
export const NEW_COMPANIES = `
  SELECT concat(s.platform, ':', s.company_key) AS id, s.name AS name, s.full_name AS full_name, s.city AS city,
    s.address AS address, s.company_size AS company_size, s.credit_code AS credit_code, toString(s.hash) AS source_hash
  FROM (SELECT ${SOURCE}, ${HASH} AS hash FROM companies_full) AS s
  LEFT JOIN (SELECT platform, company_key, source_hash FROM company_names FINAL) AS n
    ON n.platform = s.platform AND n.company_key = s.company_key
  WHERE n.source_hash != s.hash
  ORDER BY ifNull(s.full_name, s.name), id
  LIMIT {limit:UInt32}`;

const STORED = `SELECT ${ID} AS id, name, full_name, city, address, company_size, credit_code FROM company_names FINAL`;

/** Rows that are read by their ids. */
export const ROWS_OF_IDS = `${STORED} WHERE id IN {ids:Array(String)}`;

/** Rows that may belong together with the asked ones: by name, by code, and for the pairs by brand. */
export const ROWS_OF_KEYS = `${STORED}
  WHERE (identity != '' AND identity IN {identities:Array(String)})
    OR credit_code IN {codes:Array(String)}
    OR (brand_key != '' AND brand_key IN {brands:Array(String)})`;

/** Rows of the companies, and of their parents and branches, as they are stored. */
export const ROWS_OF_COMPANIES = `
  SELECT ${ID} AS id FROM company_links FINAL
  WHERE company_id IN {companies:Array(String)} OR (parent_id != '' AND parent_id IN {companies:Array(String)})`;
export const IdRow = z.object({ id: z.string() });

export const LINKS_OF_IDS = `
  SELECT ${ID} AS id, company_id, parent_id, how, evidence FROM company_links FINAL WHERE id IN {ids:Array(String)}`;
export const LinkRow = z.object({
  id: z.string(),
  company_id: z.string(),
  parent_id: z.string(),
  how: LinkReason,
  evidence: z.string(),
});
export type LinkRow = z.infer<typeof LinkRow>;

/** Pairs with the columns of {@link PairRow}. */
export const PAIRS = `
  SELECT one, other, brand_key, kind, score, also, one_name, other_name, is_open,
    toUnixTimestamp64Milli(found_at) AS found_at
  FROM company_pairs FINAL`;
/** Pairs of the brands, decided and settled ones too. */
export const PAIRS_OF_BRANDS = `${PAIRS} WHERE brand_key IN {brands:Array(String)}`;
export const PairRow = z.object({
  one: z.string(),
  other: z.string(),
  brand_key: z.string(),
  kind: PairKind,
  score: z.number(),
  also: z.array(z.string()),
  one_name: z.string(),
  other_name: z.string(),
  is_open: z.number().int(),
  found_at: z.coerce.number().int(),
});
export type PairRow = z.infer<typeof PairRow>;
