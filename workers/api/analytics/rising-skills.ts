import { createRoute, z } from "@hono/zod-openapi";
import { RISING_DIRECTIONS, RisingSkills } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { limitParam } from "../http/cursor.ts";
import { operation } from "../operation.ts";
import { exampleRisingSkills } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "listRisingSkills",
  method: "get",
  path: "/api/v1/analytics/rising-skills",
  tags: ["analytics"],
  summary: "Skills whose share among new postings rises or falls more than chance explains",
  request: {
    query: figureQuery({
      direction: z.enum(RISING_DIRECTIONS).default("rising"),
      limit: limitParam(MAX_VALUES, 20),
    }),
  },
  responses: { 200: okResponse("The skills", RisingSkills, exampleRisingSkills), ...figureErrors },
});

export const listRisingSkills = operation("read", route, async (c) => {
  const { limit, direction, ...query } = c.req.valid("query");
  return ok(c, await computeFigure(c, "rising_skills", query, { direction }, limit));
});
