import { createRoute, z } from "@hono/zod-openapi";
import { CompanyState } from "../../../shared/contracts/company-ledger.ts";
import { companyRowId } from "../../../shared/contracts/company-match.ts";
import { COMPANY_FILTER_SHAPE, CompanySort } from "../../../shared/contracts/company-search.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import type { FoundCompany } from "../../clickhouse/company-queries.ts";
import { COMPANY_SUMMARY_COLUMNS } from "../../clickhouse/queries/search-companies.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { withKnownPlaces } from "../http/known-places.ts";
import { operation } from "../operation.ts";
import type { Services } from "../services.ts";
import { exampleCompany } from "./examples.ts";
import { positionOf, visibleCompanies } from "./visible-companies.ts";

const Company = rowSchema(COMPANY_SUMMARY_COLUMNS).extend({
  postings: z.number().int().describe("Its postings that are stored"),
  open_postings: z.number().int().describe("Those seen in the last seven days"),
  cleaning_state: CompanyState.nullable().describe("Null while it is not in the cleaning queue"),
  cleaned_at: Instant.nullable().describe("When its own page was last fetched; null where none was stored"),
  logo_sha256: z.string().nullable().describe("SHA-256 of its smallest logo; null where none is kept"),
  company_id: z
    .string()
    .describe("The company over all platforms: `platform:company_key` of its smallest row"),
});

const { detailed_at: _, ...exampleListed } = exampleCompany;

const route = createRoute({
  operationId: "listCompanies",
  method: "get",
  path: "/api/v1/companies",
  tags: ["companies"],
  summary: "Search companies",
  request: {
    query: z.strictObject({
      ...COMPANY_FILTER_SHAPE,
      sort: CompanySort.default("postings").describe("Most postings first, or collected last"),
      limit: limitParam(200, 50),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of companies", pageOf(Company), {
      items: [
        {
          ...exampleListed,
          logo_sha256: null,
          cleaning_state: "done",
          cleaned_at: exampleCompany.detailed_at,
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

/** Postings, or Unix ms until the end of DateTime64. */
const MAX_VALUE = 10_413_791_999_000;
const cursor = cursorOf(
  "companies",
  z.tuple([CompanySort, z.number().int().min(0).max(MAX_VALUE), Platform, z.string()]),
);

export const listCompanies = operation("read", route, async (c) => {
  const { cursor: position, limit, sort, ...filter } = c.req.valid("query");
  const at = cursor.decode(position);
  if (at && at[0] !== sort) throw errorAbout("invalid_cursor", "cursor", "is not a cursor of this list");
  const after = at && { value: at[1], platform: at[2], company_key: at[3] };
  const { companies } = c.get("services");
  const query = { filter: await withKnownPlaces(c, filter), sort, limit: limit + 1, after };
  const rows = await (principalOf(c).seesRecruiters
    ? companies.search(query)
    : visibleCompanies(companies, query));
  const page = toPage(rows, limit, (last) => {
    const { value, platform, company_key } = positionOf(sort, last);
    return cursor.encode([sort, value, platform, company_key]);
  });
  const items = await withCleaning(c.get("services"), page.items);
  return ok(c, { ...page, items: await withLogos(c.get("services"), items) });
});

/** Adds what the cleaning queues know of the companies at this moment: one call for each platform of the page. */
async function withCleaning({ companyLedger }: Pick<Services, "companyLedger">, companies: FoundCompany[]) {
  const byPlatform = Map.groupBy(companies, ({ platform }) => platform);
  const states = await Promise.all(
    Array.from(byPlatform, async ([platform, all]) => {
      const known = await companyLedger(platform).states(all.map(({ company_key }) => company_key));
      return known.map(
        (state) => [companyRowId({ platform, company_key: state.company_key }), state] as const,
      );
    }),
  );
  const queued = new Map(states.flat());
  return companies.map(({ detailed_at, ...company }) => {
    const state = queued.get(companyRowId(company));
    return {
      ...company,
      cleaning_state: state?.state ?? null,
      cleaned_at: state?.cleaned_at ?? detailed_at,
    };
  });
}

/** A read of D1 takes this many keys. */
const KEYS_PER_READ = 80;

/** Adds which logos are kept, so that the dashboard asks for no image that is not there. */
async function withLogos<Item extends { platform: Platform; company_key: string }>(
  { images }: Pick<Services, "images">,
  companies: Item[],
): Promise<(Item & { logo_sha256: string | null })[]> {
  const logos = new Map<string, string>();
  for (const [platform, all] of Map.groupBy(companies, (company) => company.platform))
    for (let from = 0; from < all.length; from += KEYS_PER_READ) {
      const keys = all.slice(from, from + KEYS_PER_READ).map(({ company_key }) => company_key);
      for (const [company_key, { files }] of await images.known(platform, keys))
        logos.set(companyRowId({ platform, company_key }), files[0]?.sha256 ?? "");
    }
  return companies.map((company) => ({ ...company, logo_sha256: logos.get(companyRowId(company)) ?? null }));
}
