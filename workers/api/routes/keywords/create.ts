import { createRoute, z } from "@hono/zod-openapi";
import { NewKeyword } from "../../../../shared/contracts/keyword.ts";
import { answer, created, errors, ok } from "../../answers.ts";
import { actorOf, operation } from "../../context.ts";
import { withKnownCity } from "../../keywords/check-keyword.ts";
import { createKeywords } from "../../keywords/create-keywords.ts";
import { validationError } from "../../problems.ts";

const Created = z.object({
  id: z.uuid(),
  result: z
    .enum(["created", "exists", "restored"])
    .describe(
      "exists: the same keyword (in any case), city and channel was there already; restored: it was deleted",
    ),
});

const route = createRoute({
  method: "post",
  path: "/api/v1/keywords",
  tags: ["keywords"],
  summary: "Create one keyword",
  request: { body: { required: true, content: { "application/json": { schema: NewKeyword } } } },
  responses: {
    200: answer("It was there already, or is back", Created),
    201: answer("Created", Created),
    ...errors(400, 413, 415, 422),
  },
});

export const createKeyword = operation(route, async (c) => {
  const services = c.get("services");
  const checked = withKnownCity(c.req.valid("json"), services.cities);
  if ("problems" in checked) throw validationError(checked.problems);
  const [result] = await createKeywords(services, [checked.item], actorOf(c));
  if (!result) throw new Error("the ledger answered nothing for a new keyword");
  return result.result === "created" ? created(c, result) : ok(c, result);
});
