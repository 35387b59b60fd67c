import { createRoute, z } from "@hono/zod-openapi";
import { countChanges } from "../../../shared/domain/dictionary-diff.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { ChangeView, DictionaryParams, VersionNumber } from "./views.ts";

const counts = z.object({
  added: z.number().int(),
  removed: z.number().int(),
  renamed: z.number().int(),
  recoded: z.number().int(),
});

const route = createRoute({
  operationId: "diffDictionary",
  method: "get",
  path: "/api/v1/dictionaries/{platform}/{kind}/diff",
  tags: ["dictionary"],
  summary: "What changed between two versions: codes first, then what is gone, renamed and new",
  request: {
    params: DictionaryParams,
    query: z.strictObject({ from: VersionNumber, to: VersionNumber, ...wholeListParams }),
  },
  responses: {
    200: okResponse("A page of changes", pageOf(ChangeView).extend({ counts }), {
      items: [
        {
          change: "recoded",
          before: { code: "101210100", name: "杭州", parent: null },
          after: { code: "101210177", name: "杭州", parent: null },
        },
      ],
      next_cursor: null,
      counts: { added: 0, removed: 0, renamed: 0, recoded: 1 },
    }),
    ...errorResponses(400, 404, 422),
  },
});

const list = wholeList(
  "dictionary-diff",
  ({ before, after }: z.infer<typeof ChangeView>) => `${before?.code ?? ""}>${after?.code ?? ""}`,
);

export const diffDictionary = operation("read", route, async (c) => {
  const { platform, kind } = c.req.valid("param");
  const { from, to, ...page } = c.req.valid("query");
  const changes = await c.get("services").dictionaries.diff(platform, kind, from, to);
  if (!changes) throw new ApiError("not_found", `no versions ${from} and ${to} of ${kind} of ${platform}`);
  return ok(c, { ...list.page(changes, page), counts: countChanges(changes) });
});
