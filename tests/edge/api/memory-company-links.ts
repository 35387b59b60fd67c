/** Companies that may be one, without ClickHouse: decisions are real ones in D1, every company is known, none is joined. */
import { drizzle } from "drizzle-orm/d1";
import { companyRowId } from "../../../shared/contracts/company-match.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import type { Services } from "../../../workers/api/services.ts";
import type { RepeatableDecision } from "../../../workers/company-links/create-company-links.ts";
import { createDecisionStore } from "../../../workers/company-links/decision-store.ts";
import type { PairRow } from "../../../workers/company-links/link-sql.ts";
import type { CompanyFact } from "../../../workers/company-links/pair-sql.ts";

export const companyFact = (id: string, over: Partial<CompanyFact> = {}): CompanyFact => ({
  platform: id.split(":")[0] as Platform,
  company_key: id.slice(id.indexOf(":") + 1),
  company_id: id,
  parent_id: "",
  how: "own",
  evidence: "{}",
  name: `公司 ${id}`,
  place: "",
  brand: "",
  trade: "",
  suffix: "",
  branch: "",
  city: null,
  address: null,
  company_size: null,
  credit_code: null,
  industry: null,
  postings: 0,
  ...over,
});

/** @param unknown ids of companies that are not stored */
export function memoryCompanyLinks(
  db: D1Database,
  now: () => number,
  { pairs = [], unknown = [] }: { pairs?: PairRow[]; unknown?: string[] } = {},
): Services["companyLinks"] {
  const store = createDecisionStore(drizzle(db));
  const isKnown = (id: string) => !unknown.includes(id) && !id.endsWith(":gone");
  async function add({ id, verdict, one, others, note, by }: RepeatableDecision): Promise<ApiError | null> {
    const ids = [one, ...others].map(companyRowId);
    const missing = ids.find((row) => !isKnown(row));
    if (missing !== undefined) return new ApiError("not_found", `no company ${missing}`);
    await store.add([
      {
        ...{ id, verdict, one: ids[0] as string, others: ids.slice(1), note, evidence: [], decidedBy: by },
        ...{ decidedAt: now(), undoneBy: null, undoneAt: null, appliedAt: null },
      },
    ]);
    return null;
  }
  return {
    pairs: async ({ text = "" }, limit, after) =>
      pairs
        .filter(({ one_name, other_name }) => `${one_name}\n${other_name}`.includes(text))
        .filter(({ one }) => after === undefined || one > after.one)
        .slice(0, limit),
    facts: async (ids) => new Map(ids.filter(isKnown).map((id) => [id, companyFact(id)])),
    place: async (company) => {
      const id = companyRowId(company);
      return isKnown(id) ? { company_id: id, rows: [companyFact(id)], parent: [], branches: [] } : null;
    },
    async decide(wanted) {
      const id = crypto.randomUUID();
      const refusal = await add({ ...wanted, id });
      if (refusal) throw refusal;
      return (await store.find(id)) as NonNullable<Awaited<ReturnType<typeof store.find>>>;
    },
    decideMany: (wanted) => Promise.all(wanted.map(add)),
    async undo(id, by) {
      if (!(await store.find(id))) throw new ApiError("not_found", `no decision ${id}`);
      if (!(await store.undo(id, by, now()))) throw new ApiError("conflict", "was undone before");
      return (await store.find(id)) as NonNullable<Awaited<ReturnType<typeof store.find>>>;
    },
    decisions: store.list,
  };
}
