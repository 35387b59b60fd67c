import { createRoute } from "@hono/zod-openapi";
import { validationError } from "../../../shared/errors/validation.ts";
import { created, createdResponse } from "../http/answers.ts";
import { audit } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { exampleUnused } from "../resources/examples.ts";
import { checkCreated, existingResource } from "../resources/resource-view.ts";
import { exampleToken } from "./examples.ts";
import { NewToken, storedToken, TokenView, tokenNameOf, tokenView } from "./token-view.ts";

const route = createRoute({
  operationId: "createPlatformToken",
  method: "post",
  path: "/api/v1/platform-tokens",
  tags: ["platform-tokens"],
  summary: "Add a cookie or token of a platform; its value is kept encrypted",
  request: {
    body: jsonBody(NewToken, {
      platform: "boss",
      kind: "cookie",
      value: "wt2=abc; zp_at=def9f3a",
      daily_budget: 300,
    }),
  },
  responses: {
    201: createdResponse("Created", TokenView, { ...exampleToken, ...exampleUnused, expires_at: null }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createPlatformToken = operation("proxies:write", route, async (c) => {
  const services = c.get("services");
  const { daily_budget, expires_at, header_name, enabled, note, ...wanted } = c.req.valid("json");
  const id = crypto.randomUUID();
  const stored = await storedToken(services, id, { ...wanted, headerName: header_name });
  if (!stored.ok) throw validationError([stored.problem]);
  const [made] = await services.pool("token").create([
    {
      ...stored.value,
      id,
      name: tokenNameOf(wanted),
      daily_budget,
      enabled,
      expires_at,
      note,
    },
  ]);
  checkCreated("token", made);
  const after = tokenView(await existingResource(c, "token", id));
  audit(c, { action: "platform-token.create", record: `platform-token:${id}`, after });
  return created(c, after);
});
