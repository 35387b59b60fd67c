import { createRoute, z } from "@hono/zod-openapi";
import { KeywordAction } from "../../../shared/contracts/keyword.ts";
import { KeywordState } from "../../../shared/contracts/platform.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { EXAMPLE_KEYWORD_ID } from "./examples.ts";
import { actInReach, KeywordId } from "./find-ledger.ts";

const Ids = z.strictObject({
  ids: z.array(KeywordId).min(1, "is empty").max(200, "holds more than 200 ids"),
});

const Acted = z.object({
  done: z.number().int(),
  refused: z.number().int(),
  items: z.array(
    z.union([
      z.object({ id: z.uuid(), ok: z.literal(true), state: KeywordState }),
      z.object({ id: z.uuid(), ok: z.literal(false), code: z.string(), message: z.string() }),
    ]),
  ),
});

const route = createRoute({
  operationId: "actOnKeywords",
  method: "post",
  path: "/api/v1/keywords/actions/{action}",
  tags: ["keywords"],
  summary: "The same action for up to 200 keywords; each answers for itself",
  request: {
    params: z.object({ action: KeywordAction }),
    body: jsonBody(Ids, { ids: [EXAMPLE_KEYWORD_ID, "019aaa9e-4800-8000-8000-0a2b4c6d8e10"] }),
  },
  responses: {
    200: okResponse("What became of each", Acted, {
      done: 1,
      refused: 1,
      items: [
        { id: EXAMPLE_KEYWORD_ID, ok: true, state: "paused" },
        {
          id: "019aaa9e-4800-8000-8000-0a2b4c6d8e10",
          ok: false,
          code: "invalid_state",
          message: "cannot pause: it is paused",
        },
      ],
    }),
    ...errorResponses(400, 413, 415, 422),
  },
});

export const actOnKeywords = operation("keywords:write", route, async (c) => {
  const { action } = c.req.valid("param");
  const services = c.get("services");
  const principal = principalOf(c);
  const act = async (id: string) => {
    try {
      const { after } = await actInReach(services, principal, { id, action, actor: actorOf(c) });
      return { id, ok: true as const, state: after.state };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { id, ok: false as const, code: error.code, message: error.message };
    }
  };
  // Duplicate ids are dropped: the second action on a keyword would be refused.
  const items = await Promise.all([...new Set(c.req.valid("json").ids)].map(act));
  const done = items.filter((item) => item.ok).length;
  audit(c, {
    action: `keyword.${action}`,
    after: { done, ids: items.flatMap((item) => (item.ok ? [item.id] : [])) },
  });
  return ok(c, { done, refused: items.length - done, items });
});
