/** Bulk actions on pairs of companies that wait for a person: join them, or keep them apart. */
import { z } from "zod";
import type { BulkFilter } from "../../../shared/contracts/bulk.ts";
import { CompanyRef, companyRefOf, type Verdict } from "../../../shared/contracts/company-match.ts";
import type { CompanyLinks, RepeatableDecision } from "../../company-links/create-company-links.ts";
import type { PairPosition } from "../../company-links/pair-sql.ts";
import { type BulkNounRules, DONE, readCursor, refusal } from "../bulk-noun.ts";
import { decisionId } from "../decision-id.ts";

const { platform: Site, company_key: Key } = CompanyRef.shape;
const Pair = z.tuple([Site, Key, Site, Key]);

/** The id of a pair in a bulk action. */
export const companyPairId = (one: CompanyRef, other: CompanyRef): string =>
  JSON.stringify([one.platform, one.company_key, other.platform, other.company_key]);

/** ClickHouse stores a score with 24 bits. */
const hundredths = (score: number): number => Math.round(score * 100);

export const bulkCompanyPairs = (links: Pick<CompanyLinks, "pairs" | "decideMany">): BulkNounRules => ({
  read: { route: "GET /api/v1/company-pairs", scope: "read" },
  need: () => ({ route: "POST /api/v1/company-decisions", scope: "matches:write" }),
  owned: false,

  async select({ filter }, _caller, cursor, limit) {
    const { kind, platform, min_score = 0 } = filter as BulkFilter<"company-pairs">;
    const after = readCursor<PairPosition | undefined>(cursor, undefined);
    const page = await links.pairs(
      { ...(kind && { kind: [kind] }), ...(platform && { platform: [platform] }) },
      limit,
      after,
    );
    // The likeliest come first.
    const wanted = page.filter(({ score }) => hundredths(score) >= hundredths(min_score));
    const ids = wanted.map(({ one, other }) => companyPairId(companyRefOf(one), companyRefOf(other)));
    const last = page.at(-1);
    if (!last || page.length < limit || wanted.length < page.length) return { ids, cursor: null };
    return { ids, cursor: JSON.stringify({ score: last.score, one: last.one, other: last.other }) };
  },

  async act({ action, reason }, { label, actor }, ids, actionId) {
    const decisions = ids.map((id): RepeatableDecision => {
      const [platform, company_key, otherPlatform, otherKey] = Pair.parse(JSON.parse(id));
      return {
        id: decisionId(actionId, id),
        verdict: action as Verdict,
        one: { platform, company_key },
        others: [{ platform: otherPlatform, company_key: otherKey }],
        note: reason,
        by: label,
      };
    });
    const problems = await links.decideMany(decisions, actor);
    return problems.map((problem) => (problem ? refusal(problem.message) : DONE));
  },
});
