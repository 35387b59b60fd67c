import { createRoute, z } from "@hono/zod-openapi";
import { PLATFORMS, Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
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
  request: { query: z.strictObject({ platform: Platform.optional() }) },
  responses: {
    200: okResponse("All cities", z.object({ items: z.array(City), next_cursor: z.null() }), {
      items: [{ city: "北京", codes: { boss: "101010100", qcwy: "010000", zhilian: "530" } }],
      next_cursor: null,
    }),
    ...errorResponses(422),
  },
});

export const listCities = operation("read", route, (c) => {
  const { platform } = c.req.valid("query");
  const cities = new Map<string, Partial<Record<Platform, string>>>();
  for (const name of platform ? [platform] : PLATFORMS) {
    for (const { city, code } of c.get("services").cities.list(name)) {
      cities.set(city, { ...cities.get(city), [name]: code });
    }
  }
  const items = [...cities].map(([city, codes]) => ({ city, codes }));
  return ok(c, { items, next_cursor: null });
});
