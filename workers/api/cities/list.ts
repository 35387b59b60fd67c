import { createRoute, z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { PLATFORMS } from "../../../shared/contracts/vocabulary.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";

const City = z.object({
  city: z.string(),
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
      items: [{ city: "北京", codes: { boss: "101010100", qcwy: "010000", zhilian: "530" } }],
      next_cursor: null,
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("cities", ({ city }: z.infer<typeof City>) => city);

export const listCities = operation("read", route, (c) => {
  const { platform, ...page } = c.req.valid("query");
  const cities = new Map<string, Partial<Record<Platform, string>>>();
  for (const name of platform ? [platform] : PLATFORMS) {
    for (const { city, code } of c.get("services").cities.list(name)) {
      cities.set(city, { ...cities.get(city), [name]: code });
    }
  }
  const all = [...cities].map(([city, codes]) => ({ city, codes }));
  return ok(c, list.page(all, page));
});
