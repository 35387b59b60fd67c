import { createRoute, z } from "@hono/zod-openapi";
import { Keyword } from "../../../shared/contracts/keyword.ts";
import { KeywordState, Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { cityName } from "../../../shared/domain/city.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { unknownAnywhere } from "../../dictionaries/read-places.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import type { Services } from "../services.ts";
import { unknownCity } from "./check-keyword.ts";
import { exampleKeyword } from "./examples.ts";
import { KeywordId } from "./find-ledger.ts";

const Query = z.strictObject({
  platform: Platform.optional(),
  state: KeywordState.optional(),
  city: z.string().trim().min(1).max(40).optional(),
  search: z.string().trim().min(1).max(100).optional().describe("Part of the keyword's text"),
  include_deleted: z.enum(["true", "false"]).default("false"),
  limit: limitParam(200, 50),
  cursor: cursorParam,
});

const route = createRoute({
  operationId: "listKeywords",
  method: "get",
  path: "/api/v1/keywords",
  tags: ["keywords"],
  summary: "List keywords, newest first",
  request: { query: Query },
  responses: {
    200: okResponse("A page of keywords", pageOf(Keyword), {
      items: [exampleKeyword],
      next_cursor: "WyJrZXl3b3JkcyIsIjAxOWFhYTllIl0",
    }),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("keywords", KeywordId);

/**
 * No keyword has the city: that is an answer only when there is such a city.
 * @throws ApiError unknown_city
 */
async function assertCity(services: Services, platform: Platform | null, city: string): Promise<void> {
  if (cityName(city) !== null) return;
  const cities = await services.dictionaries.cities();
  if ((platform ? [platform] : PLATFORMS).some((name) => cities.name(name, city) !== null)) return;
  const reason = platform ? unknownCity(platform, cities, city) : unknownAnywhere(cities, city);
  throw errorAbout("unknown_city", "city", reason);
}

/** Ids sort by creation time across platforms and shards, so one id is a cursor for the merged list. */
export const listKeywords = operation("read", route, async (c) => {
  const services = c.get("services");
  const { platform, limit, state, city, search, include_deleted, cursor: after } = c.req.valid("query");
  const filter = {
    state,
    city: city === undefined ? undefined : (cityName(city) ?? city),
    search,
    include_deleted: include_deleted === "true",
    reach: principalOf(c).reach,
  };
  const afterId = cursor.decode(after);
  const platforms = platform ? [platform] : PLATFORMS;
  const lists = await Promise.all(
    platforms
      .flatMap((name) => services.ledgers(name))
      .map((ledger) => ledger.list(filter, limit + 1, afterId)),
  );
  const rows = lists.flat().sort((a, b) => (a.id < b.id ? 1 : -1));
  if (rows.length === 0 && city !== undefined) await assertCity(services, platform ?? null, city);
  return ok(
    c,
    toPage(rows, limit, (last) => cursor.encode(last.id)),
  );
});
