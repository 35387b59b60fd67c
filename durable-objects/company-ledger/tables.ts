/** The tables that one step of the ledger reads and writes in one transaction. */
import type { Platform } from "../../shared/contracts/platform.ts";
import { KeySets } from "../keyword-ledger/key-set.ts";
import { Marks } from "../keyword-ledger/marks.ts";
import type { RunLimits } from "../keyword-ledger/split-limits.ts";
import { type Tables as KeywordTables, openTables as openKeywordTables } from "../keyword-ledger/tables.ts";
import type { WorkTable } from "../lease-engine/work-table.ts";
import { Companies } from "./companies.ts";
import { ownKeysId, readWorkId, workId } from "./work-id.ts";

export interface Tables extends KeywordTables {
  companies: Companies;
  /** Postings of the company that each pull has read. */
  ownKeys: KeySets;
  marks: Marks;
}

export function openTables(
  sql: SqlStorage,
  work: WorkTable,
  platform: () => Platform,
  limits: () => RunLimits,
  newId: () => string,
): Tables {
  const ofKeywords = openKeywordTables(sql, work, platform, limits, newId);
  const ownKeys = new KeySets(sql);
  return {
    ...ofKeywords,
    companies: new Companies(sql, platform, (companyKey) =>
      ofKeywords.keywords.get(workId("pull", companyKey)),
    ),
    ownKeys,
    marks: new Marks(sql),
    forget(id) {
      ofKeywords.forget(id);
      ownKeys.forget(ownKeysId(readWorkId(id).companyKey));
    },
  };
}
