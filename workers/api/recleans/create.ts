import { createRoute, z } from "@hono/zod-openapi";
import { DataType, Platform } from "../../../shared/contracts/platform.ts";
import { MAX_RECLEAN_DAYS } from "../../../shared/contracts/recleans.ts";
import { daysBetween } from "../../../shared/domain/china-day.ts";
import { fieldError } from "../../../shared/errors/validation.ts";
import { created, createdResponse } from "../http/answers.ts";
import { actorOf, audit, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { jsonBody } from "../http/json-body.ts";
import { operation } from "../operation.ts";
import { Day, exampleReclean, RecleanView, recleanView } from "./reclean-view.ts";

const route = createRoute({
  operationId: "createReclean",
  method: "post",
  path: "/api/v1/recleans",
  tags: ["recleans"],
  summary: "Begin a dry run: stored raw rows are parsed again, and what differs is counted; no row changes",
  description:
    "Rows belong to the day on which their current content was collected. One run of a platform and data type moves at a time.",
  request: {
    body: jsonBody(
      z.strictObject({
        platform: Platform,
        data_type: DataType,
        first_day: Day,
        last_day: Day,
        sample: z.number().int().min(1).max(100).default(100).describe("Percent of the rows to check"),
      }),
      { platform: "qcwy", data_type: "job", first_day: "2026-11-22", last_day: "2026-11-22", sample: 100 },
    ),
  },
  responses: {
    201: createdResponse("Begun", RecleanView, {
      ...exampleReclean,
      state: "checking",
      rows_total: null,
      rows_done: 0,
      fields: [],
      can: { start: false, cancel: true, undo: false },
      checked_at: null,
    }),
    ...errorResponses(400, 409, 413, 415, 422),
  },
});

export const createReclean = operation("recleans:write", route, async (c) => {
  const { platform, data_type, first_day, last_day, sample } = c.req.valid("json");
  const days = daysBetween(first_day, last_day);
  if (days < 1) throw fieldError("last_day", "is before first_day");
  if (days > MAX_RECLEAN_DAYS)
    throw fieldError("last_day", `is more than ${MAX_RECLEAN_DAYS} days after first_day`);
  const run = await c
    .get("services")
    .recleans.create(
      { platform, dataType: data_type, firstDay: first_day, lastDay: last_day, sample },
      principalOf(c).label,
      actorOf(c),
    );
  audit(c, {
    action: "reclean.create",
    record: `reclean:${run.id}`,
    after: { platform, data_type, first_day, last_day, sample },
  });
  return created(c, recleanView(run));
});
