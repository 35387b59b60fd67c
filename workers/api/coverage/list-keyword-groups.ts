import { createRoute, z } from "@hono/zod-openapi";
import { CoverageCard, GroupCoverage } from "../../../shared/contracts/coverage.ts";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleCard, exampleFigures } from "./examples.ts";
import { cardOf, periodOf } from "./period.ts";

const route = createRoute({
  operationId: "listKeywordGroupCoverage",
  method: "get",
  path: "/api/v1/coverage/keyword-groups",
  tags: ["coverage"],
  summary: "How much is held of what groups of keywords can find; the keywords that share a word are a group",
  request: {
    query: z.strictObject({
      platform: JOB_FILTER_SHAPE.platform,
      from: JOB_FILTER_SHAPE.from,
      to: JOB_FILTER_SHAPE.to,
      limit: limitParam(50, 20),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse(
      "A page of groups, those of most keywords first",
      pageOf(GroupCoverage).extend({ card: CoverageCard }),
      { items: [{ ...exampleFigures, group: "java" }], next_cursor: null, card: exampleCard },
    ),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("keyword-groups", z.tuple([z.number().int().nonnegative(), Platform, z.string()]));

export const listKeywordGroupCoverage = operation("read", route, async (c) => {
  const services = c.get("services");
  const { limit, cursor: position, from, to, platform = [] } = c.req.valid("query");
  const at = cursor.decode(position);
  const after = at && { keywords: at[0], platform: at[1], word: at[2] };
  const period = periodOf({ from, to }, services.clock.now());
  const [rows, card] = await Promise.all([
    services.coverage.byGroup(platform, period, limit + 1, after),
    cardOf(services, period),
  ]);
  const { items, next_cursor } = toPage(rows, limit, (last) =>
    cursor.encode([last.group_keywords, last.platform, last.cell]),
  );
  return ok(c, {
    items: items.map(({ cell, group_keywords: _, ...figures }) => ({ ...figures, group: cell })),
    next_cursor,
    card,
  });
});
