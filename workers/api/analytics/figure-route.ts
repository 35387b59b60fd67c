/** What the routes of the figures share: their query, and who may filter by what. */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { FIGURE_QUERY, type FigureCard } from "../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { messageOf } from "../../../shared/errors/message-of.ts";
import type { BodyOf, FigureName, OptionsOf } from "../../figures/figure-list.ts";
import { type ApiEnv, principalOf } from "../http/context.ts";
import { errorResponses } from "../http/error-responses.ts";
import { refuseHidden } from "../http/hidden-contacts.ts";
import { withKnownPlaces } from "../http/known-places.ts";

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
  const known = await withKnownPlaces(c, filter);
  const { figures } = c.get("services");
  const [figure, waiting] = await Promise.all([
    figures.compute(name, { filter: known, version, options, limit }),
    quarantinedRows(c),
  ]);
  return (
    waiting === 0 ? figure : withQuarantine(figure as unknown as CardedFigure, waiting)
  ) as BodyOf<Name>;
}

type CardedFigure = { card: FigureCard };

const withQuarantine = (figure: CardedFigure, rows: number): unknown => ({
  ...figure,
  card: { ...figure.card, quarantined_rows: rows },
});

/** Rows that wait in quarantine; a ledger that does not answer takes no figure from anybody. */
async function quarantinedRows(c: Context<ApiEnv>): Promise<number> {
  const { ingest, logger } = c.get("services");
  try {
    return (await ingest.status()).quarantined_rows;
  } catch (error) {
    logger.warn("analytics.quarantine-unknown", { error: messageOf(error) });
    return 0;
  }
}
