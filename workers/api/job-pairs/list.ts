import { createRoute, z } from "@hono/zod-openapi";
import { JobPairKind } from "../../../shared/contracts/job-match.ts";
import { Platform } from "../../../shared/contracts/platform.ts";
import { jobRefKey } from "../../duplicates/create-job-matches.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { cursorOf, cursorParam, limitParam, toPage } from "../http/cursor.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { examplePair, JobPair, pairView } from "./pair-view.ts";

const route = createRoute({
  operationId: "listJobPairs",
  method: "get",
  path: "/api/v1/job-pairs",
  tags: ["jobs"],
  summary: "List pairs of postings that may be the same job and wait for a person, the likeliest first",
  request: {
    query: z.strictObject({
      kind: JobPairKind.optional().describe("Why they wait"),
      platform: Platform.optional().describe("Site that one of both is on"),
      limit: limitParam(100, 20),
      cursor: cursorParam,
    }),
  },
  responses: {
    200: okResponse("A page of pairs", pageOf(JobPair), { items: [examplePair], next_cursor: null }),
    ...errorResponses(400, 422),
  },
});

const MAX_HASH = 2n ** 64n - 1n;
/** A hash as text: a number of 64 bits. */
const Hash = z
  .string()
  .regex(/^\d{1,20}$/, { abort: true })
  .refine((text) => BigInt(text) <= MAX_HASH);
const cursor = cursorOf("job-pairs", z.tuple([z.number().min(-1).max(2), Hash, Hash]));

export const listJobPairs = operation("read", route, async (c) => {
  const { cursor: position, limit, kind, platform } = c.req.valid("query");
  const at = cursor.decode(position);
  const { jobMatches } = c.get("services");
  const rows = await jobMatches.pairs(
    { kind, platform },
    limit + 1,
    at && { score: at[0], a: at[1], b: at[2] },
  );
  const page = toPage(rows, limit, ({ score, a, b }) => cursor.encode([score, a, b]));
  const refs = page.items.map((pair) => ({
    pair,
    one: { platform: pair.a_platform, job_key: pair.a_key },
    other: { platform: pair.b_platform, job_key: pair.b_key },
  }));
  const sides = await jobMatches.sides(refs.flatMap(({ one, other }) => [one, other]));
  const items = refs.flatMap(({ pair, ...ref }) => {
    const [one, other] = [sides.get(jobRefKey(ref.one)), sides.get(jobRefKey(ref.other))];
    // A posting that is no longer stored has nothing to decide about.
    return one && other ? [pairView(pair, one, other)] : [];
  });
  return ok(c, { items, next_cursor: page.next_cursor });
});
