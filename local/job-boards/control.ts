/** The control API of a board below `/__control/`, for tests and the launcher, on loopback only. */
import { z } from "zod";
import { FilterDimension } from "../../shared/contracts/platform.ts";
import { type Answer, type Board, type BoardRequest, json } from "./board.ts";
import { FaultRule, type Faults } from "./faults.ts";
import { Mutation } from "./inventory.ts";
import type { Statistics } from "./statistics.ts";

/** One rule or a list of them. */
const Rules = z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(FaultRule));
const ok = (data: unknown) => json(JSON.stringify(data));
const bad = (reason: string) => json(JSON.stringify({ error: reason }), 400);

export function answerControl(
  request: BoardRequest,
  board: Board,
  faults: Faults,
  statistics: Statistics,
): Answer {
  switch (`${request.method} ${request.path}`) {
    case "POST /__control/faults":
      return withBody(request, Rules, (rules) => {
        faults.arm(rules);
        return ok(faults.list());
      });
    case "GET /__control/faults":
      return ok(faults.list());
    case "DELETE /__control/faults":
      faults.clear();
      return ok([]);
    case "GET /__control/stats":
      return ok({ platform: board.platform, postings: board.inventory.size, ...statistics.read() });
    case "DELETE /__control/stats":
      statistics.reset();
      return ok({});
    case "GET /__control/holds":
      return holds(request, board);
    case "POST /__control/mutate":
      return withBody(request, Mutation, (mutation) => {
        const result = board.inventory.mutate(mutation);
        return result ? ok(result) : bad(`city: unknown "${mutation.city}"`);
      });
    default:
      return json(JSON.stringify({ error: `no ${request.method} ${request.path}` }), 404);
  }
}

/** Returns the keys that the board has for `keyword`, `city` (name or the board's code) and filter codes by dimension. */
function holds({ query }: BoardRequest, board: Board): Answer {
  const filters = Object.fromEntries(
    // The city is a parameter of its own, by name or code.
    FilterDimension.exclude(["city"]).options.flatMap((dimension) => {
      const code = query.get(dimension);
      return code ? [[dimension, code]] : [];
    }),
  );
  const ids = board.inventory.holds(query.get("keyword") ?? "", query.get("city") ?? "", filters);
  return ids ? ok({ count: ids.length, ids }) : bad(`city: unknown "${query.get("city")}"`);
}

function withBody<T>({ body }: BoardRequest, schema: z.ZodType<T>, use: (value: T) => Answer): Answer {
  let value: unknown;
  try {
    value = JSON.parse(body || "{}");
  } catch {
    return bad("body: is not JSON");
  }
  const parsed = schema.safeParse(value);
  return parsed.success ? use(parsed.data) : bad(z.prettifyError(parsed.error));
}
