import { createRoute } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleJobDetail } from "./examples.ts";
import { JobDetail, jobDetail } from "./job-detail.ts";
import { JobParam } from "./job-param.ts";

const route = createRoute({
  operationId: "showJob",
  method: "get",
  path: "/api/v1/jobs/{platform}/{job_key}",
  tags: ["jobs"],
  summary: "Show one posting, typed, as the platform sent it, and why it is stored",
  request: { params: JobParam },
  responses: { 200: okResponse("The posting", JobDetail, exampleJobDetail), ...errorResponses(404, 422) },
});

export const showJob = operation("read", route, async (c) => {
  const { platform, job_key } = c.req.valid("param");
  const { jobs } = c.get("services");
  const [stored, classes, why] = await Promise.all([
    jobs.show(platform, job_key),
    jobs.classes(platform, job_key),
    jobs.origin(platform, job_key),
  ]);
  if (!stored) throw new ApiError("not_found", `no posting ${job_key} of ${platform}`);
  return ok(c, jobDetail(stored, classes, why, principalOf(c).seesRecruiters));
});
