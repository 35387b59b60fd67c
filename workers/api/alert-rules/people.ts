import { createRoute, z } from "@hono/zod-openapi";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { Search } from "../http/fields.ts";
import { operation } from "../operation.ts";

/** Whoever looks for somebody else types a part of the name. */
const MAX_PEOPLE = 50;

const route = createRoute({
  operationId: "findAlertPeople",
  method: "get",
  path: "/api/v1/alert-rules/people",
  tags: ["alerts"],
  summary: "Find people by name whom a rule can tell; their addresses are not shown",
  request: {
    query: z.strictObject({
      search: Search.optional(),
      ids: z.string().max(2000).optional().describe("Ids, separated by commas, whose names are wanted"),
    }),
  },
  responses: {
    200: okResponse(
      "At most 50 people",
      z.object({ people: z.array(z.object({ id: z.string(), name: z.string() })) }),
      { people: [{ id: "2c1f4c7e-7a54-4a16-8f7f-0f6f5f1b9d3e", name: "Ann" }] },
    ),
    ...errorResponses(422),
  },
});

export const findAlertPeople = operation("alerts:write", route, async (c) => {
  const { search, ids } = c.req.valid("query");
  const people = await c.get("services").alerts.messages.findPeople(search, ids?.split(","), MAX_PEOPLE);
  return ok(c, { people });
});
