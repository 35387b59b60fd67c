import { createRoute, z } from "@hono/zod-openapi";
import { rowSchema } from "../../../shared/tables/table.ts";
import { CORRECTION_COLUMNS } from "../../recleans/read-changes.ts";
import { ok, okResponse } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { EXAMPLE_NOW } from "../openapi/example.ts";
import { operation } from "../operation.ts";
import { JobParam } from "./job-param.ts";

const CorrectionView = rowSchema(CORRECTION_COLUMNS);

const route = createRoute({
  operationId: "showJobCorrections",
  method: "get",
  path: "/api/v1/jobs/{platform}/{job_key}/corrections",
  tags: ["jobs"],
  summary:
    "Show the newest 50 corrections of one posting by re-cleans and people: who, when, why, old and new values",
  request: { params: JobParam },
  responses: {
    200: okResponse("Its corrections", z.object({ corrections: z.array(CorrectionView) }), {
      corrections: [
        {
          run_id: "0b8f6f1c-6a0e-4d7e-9a51-6d5f3c1e2b90",
          target: "jobs",
          content_hash: "9f86d081884c7d659a2feaa0c55ad015",
          collected_at: EXAMPLE_NOW - 86_400_000,
          parser_before: 6,
          parser_after: 7,
          fields: ["salary_months"],
          before: [null],
          after: ["13"],
          corrected_at: EXAMPLE_NOW,
          corrected_by: "lin",
          undone_at: null,
          why: "",
        },
      ],
    }),
    ...errorResponses(422),
  },
});

export const showJobCorrections = operation("read", route, async (c) => {
  const { platform, job_key } = c.req.valid("param");
  return ok(c, { corrections: await c.get("services").recleans.corrections(platform, job_key) });
});
