import { createRoute, z } from "@hono/zod-openapi";
import { jobPosting } from "../../../shared/domain/job-posting.ts";
import { ApiError } from "../../../shared/errors/codes.ts";
import { shown } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { JobParam } from "./job-param.ts";

const EXAMPLE = {
  "@context": "https://schema.org/",
  "@type": "JobPosting",
  title: "Python开发工程师",
  description: "负责业务系统开发。",
  datePosted: "2026-11-21",
  hiringOrganization: { "@type": "Organization", name: "深圳示例软件有限公司" },
  jobLocation: {
    "@type": "Place",
    address: { "@type": "PostalAddress", addressCountry: "CN", addressRegion: "深圳" },
  },
};

const route = createRoute({
  operationId: "showJobPosting",
  method: "get",
  path: "/api/v1/jobs/{platform}/{job_key}/job-posting",
  tags: ["jobs"],
  summary: "A posting as a schema.org JobPosting, in JSON-LD",
  request: { params: JobParam },
  responses: {
    200: {
      description: "The posting",
      content: { "application/ld+json": { schema: z.record(z.string(), z.unknown()), example: EXAMPLE } },
    },
    ...errorResponses(404, 422),
  },
});

export const showJobPosting = operation("read", route, async (c) => {
  const { platform, job_key: jobKey } = c.req.valid("param");
  const job = await c.get("services").jobs.show(platform, jobKey);
  if (!job) throw new ApiError("not_found", `no posting ${jobKey} of ${platform}`);
  const posting = jobPosting(job);
  if (posting === null)
    throw new ApiError("not_found", "the posting names no title or no company, which a JobPosting needs");
  return c.body(JSON.stringify(shown(c, posting)), 200, { "content-type": "application/ld+json" }) as never;
});
