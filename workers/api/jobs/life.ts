import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleJobLife } from "./examples.ts";
import { JobParam } from "./job-param.ts";
import { JobLifeView, jobLifeView } from "./life-view.ts";

const route = createRoute({
  operationId: "showJobLife",
  method: "get",
  path: "/api/v1/jobs/{platform}/{job_key}/life",
  tags: ["jobs"],
  summary: "Show the life of one posting: changes, closings and reposts",
  description: "It follows the crawls by the hour. docs/life.md says when a posting counts as closed.",
  request: { params: JobParam },
  responses: { 200: okResponse("Its life", JobLifeView, exampleJobLife), ...errorResponses(404, 422) },
});

export const showJobLife = operation("read", route, async (c) => {
  const { platform, job_key } = c.req.valid("param");
  const { jobs, jobLives } = c.get("services");
  const [life, asOf] = await Promise.all([jobs.life(platform, job_key), jobLives.asOf()]);
  if (!life) throw new ApiError("not_found", `no posting ${job_key} of ${platform}`);
  return ok(c, jobLifeView(platform, life, asOf, principalOf(c).seesRecruiters));
});
