import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";

const City = z.object({
  city: z.string(),
  division_code: z
    .string()
    .nullable()
    .describe("Official code (GB/T 2260); null where the list has no such place"),
  codes: z.partialRecord(Platform, z.string()).describe("The city's code on each platform that knows it"),
});

const route = createRoute({
  operationId: "listCities",
  method: "get",
  path: "/api/v1/cities",
  tags: ["dictionary"],
  summary: "Cities a keyword may name",
  request: { query: z.strictObject({ platform: Platform.optional(), ...wholeListParams }) },
  responses: {
    200: okResponse("A page of the cities", pageOf(City), {
      items: [
        {
          city: "北京",
          division_code: "110000",
          codes: { boss: "101010100", qcwy: "010000", zhilian: "530" },
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("cities", ({ city }: z.infer<typeof City>) => city);

export const listCities = operation("read", route, async (c) => {
  const { platform, ...page } = c.req.valid("query");
  const dictionary = await c.get("services").dictionaries.cities();
  const cities = new Map<string, z.infer<typeof City>>();
  for (const name of platform ? [platform] : PLATFORMS) {
    for (const { city, code, divisionCode } of dictionary.list(name)) {
      const known = cities.get(city);
      cities.set(city, { city, division_code: divisionCode, codes: { ...known?.codes, [name]: code } });
    }
  }
  const all = [...cities.values()];
  return ok(c, list.page(all, page));
});
