import { createRoute, z } from "@hono/zod-openapi";
import { SkillValue } from "../../../shared/contracts/figures.ts";
import { MAX_VALUES } from "../../figures/figure-list.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { refuseHidden } from "../http/hidden-contacts.ts";
import { operation } from "../operation.ts";
import { exampleSkillValue } from "./examples.ts";
import { computeFigure, figureErrors, figureQuery } from "./figure-route.ts";

const route = createRoute({
  operationId: "showSkillValue",
  method: "get",
  path: "/api/v1/analytics/skill-value",
  tags: ["analytics"],
  summary: "Salaries with and without a skill, at the same experience",
  request: {
    query: figureQuery({
      of: z.string().trim().min(1).max(100).openapi({ example: "Spark" }).describe("The skill"),
    }),
  },
  responses: { 200: okResponse("The difference", SkillValue, exampleSkillValue), ...figureErrors },
});

export const showSkillValue = operation("read", route, async (c) => {
  const { of: skill, ...query } = c.req.valid("query");
  refuseHidden({ skill: [skill] }, principalOf(c).seesRecruiters, "of");
  return ok(c, await computeFigure(c, "skill_value", query, { skill }, MAX_VALUES));
});
