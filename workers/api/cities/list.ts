import { createRoute, z } from "@hono/zod-openapi";
import { PLATFORMS, Platform } from "../../../shared/contracts/platform.ts";
import { answer, errors, ok } from "../http/answers.ts";
import { operation } from "../http/context.ts";

const City = z.object({
  city: z.string(),
  codes: z.partialRecord(Platform, z.string()).describe("The city's code on each platform that knows it"),
});

const route = createRoute({
  method: "get",
  path: "/api/v1/cities",
  tags: ["dictionary"],
  summary: "Cities a keyword may name",
  request: { query: z.strictObject({ platform: Platform.optional() }) },
  responses: {
    200: answer("All cities", z.object({ items: z.array(City), next_cursor: z.null() })),
    ...errors(422),
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
