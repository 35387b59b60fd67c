/** What the routes of the figures share: their query, and who may filter by what. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { FIGURE_QUERY } from "../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import type { BodyOf, FigureName, OptionsOf } from "../../figures/figure-list.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { refuseHidden } from "../http/hidden-contacts.ts";
import { withKnownCities } from "../http/known-cities.ts";

/** @param own members of one route beside the filter and the method's version */
export const figureQuery = <Shape extends z.ZodRawShape>(own: Shape) =>
  z.strictObject({ ...FIGURE_QUERY, ...own });

export const figureErrors = errorResponses(400, 422);

type Query = JobFilter & { method_version?: number | undefined };

/** Computes a figure for the caller. @throws ApiError validation_failed where a count would confirm what is hidden */
export async function computeFigure<Name extends FigureName>(
  c: Context<ApiEnv>,
  name: Name,
  { method_version: version, ...filter }: Query,
  options: OptionsOf<Name>,
  limit: number,
): Promise<BodyOf<Name>> {
  refuseHidden(filter, principalOf(c).seesRecruiters);
  const known = await withKnownCities(c, filter);
  return c.get("services").figures.compute(name, { filter: known, version, options, limit });
}
