import { createRoute, z } from "@hono/zod-openapi";
import { NewKeyword } from "../../../shared/contracts/keyword.ts";
import { ownerOf } from "../../iam/permissions/principal.ts";
import { created, createdResponse, ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { CreateOutcome, createOutcome } from "./accept-keywords.ts";
import { checkAgainstPlatform, keywordError } from "./check-keyword.ts";
import { createKeywords } from "./create-keywords.ts";
import { EXAMPLE_KEYWORD_ID } from "./examples.ts";

const Created = z.object({
  id: z.uuid().nullable(),
  result: CreateOutcome.describe(
    "exists: the same keyword (in any case), city and channel was there already; exists_in_other_department: and belongs to another department; restored: it was deleted",
  ),
});

const route = createRoute({
  operationId: "createKeyword",
  method: "post",
  path: "/api/v1/keywords",
  tags: ["keywords"],
  summary: "Create one keyword",
  request: {
    body: jsonBody(NewKeyword, {
      platform: "boss",
      keyword: "数据分析",
      city: "北京",
      channel: "web",
      priority: 5,
    }),
  },
  responses: {
    200: okResponse("It was there already, or is back", Created, {
      id: EXAMPLE_KEYWORD_ID,
      result: "exists",
    }),
    201: createdResponse("Created", Created, { id: EXAMPLE_KEYWORD_ID, result: "created" }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const createKeyword = operation("keywords:write", route, async (c) => {
  const services = c.get("services");
  const checked = checkAgainstPlatform(c.req.valid("json"), await services.dictionaries.cities());
  if ("problems" in checked) throw keywordError(checked.problems);
  const principal = principalOf(c);
  const [made] = await createKeywords(services, [checked.item], actorOf(c), ownerOf(principal));
  if (!made) throw new Error("the ledger answered nothing for a new keyword");
  const result = createOutcome(made, principal);
  audit(c, {
    action: "keyword.create",
    record: `keyword:${result.id}`,
    after: { ...checked.item, ...result },
  });
  return result.result === "created" ? created(c, result) : ok(c, result);
});
