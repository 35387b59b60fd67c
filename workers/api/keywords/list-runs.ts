import { createRoute, z } from "@hono/zod-openapi";
import { EndedRun, type Keyword, KeywordRun } from "../../../shared/contracts/keyword.ts";
import { Instant, ok, okResponse, pageOf } from "../http/answers.ts";
import { principalOf } from "../http/context.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { exampleKeyword } from "./examples.ts";
import { KeywordIdParam, keywordInReach, ledgerOf } from "./find-ledger.ts";

/** A run that ended, or the one that has not: without end, duration and coverage, and with its latest outcome if any. */
const RunView = EndedRun.extend({
  finished_at: Instant.nullable(),
  duration_ms: z.number().int().nullable(),
  outcome: EndedRun.shape.outcome.or(z.literal("lease-expired")).nullable(),
});
type RunView = z.infer<typeof RunView>;

const route = createRoute({
  operationId: "listKeywordRuns",
  method: "get",
  path: "/api/v1/keywords/{id}/runs",
  tags: ["keywords"],
  summary: "The last runs of a keyword, newest first: the unfinished one and up to 50 that ended",
  request: {
    params: KeywordIdParam,
    query: z.strictObject({ limit: limitParam(50, 20), cursor: cursorParam }),
  },
  responses: {
    200: okResponse("A page of runs", pageOf(RunView), {
      items: [
        {
          ...exampleKeyword.run,
          duration_ms: 210_000,
          new: 12,
          changed: 3,
          outcome: "ok",
          coverage: { distinct: 297, reported: 300 },
        },
      ],
      next_cursor: null,
    }),
    ...errorResponses(400, 404, 422),
  },
});

/** Position of the last run of a page: its number, or that only the unfinished one was shown. */
const cursor = cursorOf("keyword-runs", z.number().int().nonnegative());

export const listKeywordRuns = operation("read", route, async (c) => {
  const services = c.get("services");
  const { id } = c.req.valid("param");
  const { limit, cursor: before } = c.req.valid("query");
  const beforeSeq = cursor.decode(before);
  const { keyword } = await keywordInReach(services, principalOf(c), id);
  const ended: { seq: number; run: RunView }[] = await ledgerOf(services, id).runs(id, limit + 1, beforeSeq);
  const current = beforeSeq === undefined ? unfinished(keyword) : null;
  const rows = current ? [{ seq: Number.MAX_SAFE_INTEGER, run: current }, ...ended] : ended;
  const { items, next_cursor } = toPage(rows.slice(0, limit + 1), limit, ({ seq }) => cursor.encode(seq));
  return ok(c, { items: items.map(({ run }) => run), next_cursor });
});

function unfinished({ run, state, last_outcome: outcome }: Keyword): RunView | null {
  if (!run || run.finished_at !== null) return null;
  const isParked = state === "blocked" || state === "failed";
  return {
    ...KeywordRun.parse(run),
    duration_ms: null,
    new: null,
    changed: null,
    outcome: isParked ? outcome : null,
    coverage: null,
  };
}
