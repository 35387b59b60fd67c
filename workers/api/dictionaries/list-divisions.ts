import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { WHOLE_COUNTRY } from "../../../shared/domain/city.ts";
import { listCities } from "../../../shared/domain/division-code.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";

const CoveredDivision = z.object({
  division_code: z.string().nullable().describe("Official code (GB/T 2260)"),
  city: z.string().describe("Common name"),
  province: z.string(),
  codes: z.partialRecord(Platform, z.string()).describe("Its code on each platform that lists it"),
});

const route = createRoute({
  operationId: "listDivisionCoverage",
  method: "get",
  path: "/api/v1/dictionaries/divisions",
  tags: ["dictionary"],
  summary: "The cities of the official list, with the platforms that list them in their active dictionaries",
  request: {
    query: z.strictObject({
      lacking: Platform.optional().describe("Only cities that this platform does not list"),
      ...wholeListParams,
    }),
  },
  responses: {
    200: okResponse(
      "A page of cities",
      pageOf(CoveredDivision).extend({
        total: z.number().int().describe("Cities of the official list"),
        listed: z.record(z.string(), z.number().int()).describe("How many of them each platform lists"),
        unofficial: z
          .array(z.object({ platform: Platform, name: z.string(), code: z.string() }))
          .describe("Places of the sites that the official list does not have as cities"),
      }),
      {
        items: [
          {
            division_code: "469024",
            city: "临高县",
            province: "海南省",
            codes: { qcwy: "101500" },
          },
        ],
        next_cursor: null,
        total: 390,
        listed: { boss: 371, qcwy: 390, zhilian: 388 },
        unofficial: [{ platform: "qcwy", name: "燕郊开发区", code: "161500" }],
      },
    ),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("divisions", ({ city }: z.infer<typeof CoveredDivision>) => city);
/** A list of a site may be wrong as a whole; nobody reads more of them. */
const MAX_UNOFFICIAL = 200;

export const listDivisionCoverage = operation("read", route, async (c) => {
  const { lacking, ...page } = c.req.valid("query");
  const dictionary = await c.get("services").dictionaries.cities();
  const known = PLATFORMS.map((platform) => {
    const cities = dictionary.list(platform);
    return { platform, cities, codes: new Map(cities.map(({ city, code }) => [city, code])) };
  });
  const official = listCities();
  const all = official.map(({ code, name, province }) => ({
    division_code: code,
    city: name,
    province,
    codes: Object.fromEntries(
      known.flatMap(({ platform, codes }) => {
        const found = codes.get(name);
        return found === undefined ? [] : [[platform, found]];
      }),
    ) as Partial<Record<Platform, string>>,
  }));
  const names = new Set(official.map(({ name }) => name));
  const items = lacking ? all.filter(({ codes }) => codes[lacking] === undefined) : all;
  return ok(c, {
    ...list.page(items, page),
    total: official.length,
    listed: Object.fromEntries(
      known.map(({ platform, codes }) => [platform, official.filter(({ name }) => codes.has(name)).length]),
    ),
    unofficial: known
      .flatMap(({ platform, cities }) =>
        cities
          .filter(
            ({ city, divisionCode }) => divisionCode === null && !names.has(city) && city !== WHOLE_COUNTRY,
          )
          .map(({ siteName, code }) => ({ platform, name: siteName, code })),
      )
      .slice(0, MAX_UNOFFICIAL),
  });
});
