import { createRoute, z } from "@hono/zod-openapi";
import { CityCoverage, CoverageCard } from "../../../shared/contracts/coverage.ts";
import { JOB_FILTER_SHAPE } from "../../../shared/contracts/job-filter.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { refuseHidden } from "../http/hidden-contacts.ts";
import { withKnownPlaces } from "../http/known-places.ts";
import { operation } from "../operation.ts";
import { exampleCard, exampleFigures } from "./examples.ts";
import { cardOf, periodOf } from "./period.ts";

const route = createRoute({
  operationId: "listCoverage",
  method: "get",
  path: "/api/v1/coverage",
  tags: ["coverage"],
  summary:
    "How much of the market is held, per platform and city of the postings, estimated by capture and recapture",
  request: {
    query: z.strictObject({ ...JOB_FILTER_SHAPE, limit: limitParam(50, 20), cursor: cursorParam }),
  },
  responses: {
    200: okResponse(
      "A page of cities, those with most postings first",
      pageOf(CityCoverage).extend({ card: CoverageCard }),
      { items: [{ ...exampleFigures, city: "上海" }], next_cursor: null, card: exampleCard },
    ),
    ...errorResponses(400, 422),
  },
});

const cursor = cursorOf("coverage", z.tuple([z.number().int().nonnegative(), Platform, z.string()]));

export const listCoverage = operation("read", route, async (c) => {
  const services = c.get("services");
  const { limit, cursor: position, from, to, ...asked } = c.req.valid("query");
  refuseHidden(asked, principalOf(c).seesRecruiters);
  const filter = await withKnownPlaces(c, asked);
  const at = cursor.decode(position);
  const after = at && { held: at[0], platform: at[1], cell: at[2] };
  const period = periodOf({ from, to }, services.clock.now());
  const [rows, card] = await Promise.all([
    services.coverage.byCity(filter, period, limit + 1, after),
    cardOf(services, period),
  ]);
  const { items, next_cursor } = toPage(rows, limit, ({ held, platform, cell }) =>
    cursor.encode([held, platform, cell]),
  );
  return ok(c, {
    items: items.map(({ cell, ...figures }) => ({ ...figures, city: cell === "" ? null : cell })),
    next_cursor,
    card,
  });
});
