import { createRoute, z } from "@hono/zod-openapi";
import { PairKind } from "../../../shared/contracts/company-match.ts";
import { asList, JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { foldText, holdsWords, wordsOf } from "../../../shared/domain/job-words.ts";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import type { CompanyLinks } from "../../company-links/create-company-links.ts";
import type { PairRow } from "../../company-links/link-sql.ts";
import type { PairFilter, PairPosition } from "../../company-links/pair-sql.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { asksForContacts, visiblePage } from "../http/hidden-contacts.ts";
import { operation } from "../operation.ts";
import { examplePair } from "./examples.ts";
import { CompanyPair, sideOf } from "./pair-view.ts";

const kinds = z.preprocess(asList, z.array(PairKind)).optional().describe("What differs");

const route = createRoute({
  operationId: "listCompanyPairs",
  method: "get",
  path: "/api/v1/company-pairs",
  tags: ["companies"],
  summary: "List pairs of companies that may be one and wait for a person, the likeliest first",
  request: {
    query: z.strictObject({
      kind: kinds,
      platform: JOB_FILTER_SHAPE.platform.describe("Site that one of the two is on"),
      text: JOB_FILTER_SHAPE.text.describe('Words of their names; words are AND, "quotes" a phrase'),
      limit: limitParam(100, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of pairs", pageOf(CompanyPair), { items: [examplePair], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("company-pairs", z.tuple([z.number().min(0).max(1), z.string(), z.string()]));
/** ClickHouse stores a score with 24 bits. */
const hundredths = (score: number): number => Math.round(score * 100) / 100;
const positionOf = ({ score, one, other }: PairRow): PairPosition => ({ score, one, other });

export const listCompanyPairs = operation("read", route, async (c) => {
  const { cursor: position, limit, ...filter } = c.req.valid("query");
  const at = cursor.decode(position);
  const after = at && { score: at[0], one: at[1], other: at[2] };
  const { companyLinks } = c.get("services");
  const rows = await (principalOf(c).seesRecruiters
    ? companyLinks.pairs(filter, limit + 1, after)
    : visiblePairs(companyLinks, filter, limit + 1, after));
  const page = toPage(rows, limit, ({ score, one, other }) => cursor.encode([hundredths(score), one, other]));
  const sides = await companyLinks.facts([...new Set(page.items.flatMap(({ one, other }) => [one, other]))]);
  const items = page.items.flatMap(({ kind, score, also, found_at, ...pair }) => {
    const [one, other] = [sides.get(pair.one), sides.get(pair.other)];
    // A pair whose row is gone can't be decided.
    if (!one || !other) return [];
    return [{ kind, score: hundredths(score), also, found_at, one: sideOf(one), other: sideOf(other) }];
  });
  return ok(c, { items, next_cursor: page.next_cursor });
});

/** The words must be in the names that a caller is shown from whom contacts are hidden. */
async function visiblePairs(
  links: Pick<CompanyLinks, "pairs">,
  filter: PairFilter,
  limit: number,
  after: PairPosition | undefined,
): Promise<PairRow[]> {
  if (asksForContacts({ ...filter })) return [];
  if (filter.text === undefined) return links.pairs(filter, limit, after);
  const words = wordsOf(filter.text);
  return visiblePage({
    limit,
    ...(after && { after }),
    search: (number: number, from: PairPosition | undefined) => links.pairs(filter, number, from),
    positionOf,
    mayFind: ({ one_name, other_name }: PairRow) =>
      holdsWords(
        maskAnswer([one_name, other_name]).map((text) => foldText(text)),
        words,
      ),
  });
}
