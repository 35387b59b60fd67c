/** Imports proxies or tokens from one file: valid lines are stored, and each line has its answer. */
import { z } from "@hono/zod-openapi";
import type { NewResource } from "../../../shared/contracts/resource-pool.ts";
import type { ResourceKind } from "../../../shared/contracts/resources.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { fieldError, problemsOf, validationError } from "../../../shared/errors/validation.ts";
import type { Result } from "../../../shared/result.ts";
import type { Services } from "../services.ts";

/** A line of the file, or why it could not be read. */
export type ImportLine = { line: number } & ({ raw: unknown } | { problem: FieldProblem });

export const Imported = z.object({
  received: z.number().int(),
  created: z.number().int(),
  exists: z.number().int(),
  rejected: z.number().int(),
  items: z.array(
    z.object({
      line: z.number().int(),
      result: z.enum(["created", "exists", "rejected"]),
      id: z.uuid().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

type Made = Result<NewResource, { problem: FieldProblem }>;

/** Maximum of items per call to the object, which keeps its transaction short. */
const PER_CALL = 500;
const MAX_IMPORTED = 2000;

/**
 * @param toResource checks and encrypts an item that the schema accepted
 * @throws ApiError validation_failed when no line is valid
 */
export async function importResources<S extends z.ZodType>(
  { pool }: Pick<Services, "pool">,
  kind: ResourceKind,
  lines: ImportLine[],
  schema: S,
  toResource: (item: z.output<S>) => Promise<Made>,
): Promise<z.infer<typeof Imported>> {
  if (lines.length > MAX_IMPORTED) throw fieldError("body", `holds more than ${MAX_IMPORTED} rows`);
  const good: { line: number; item: NewResource }[] = [];
  const problems: (FieldProblem & { line: number })[] = [];
  for (const it of lines) {
    const { line } = it;
    const checked = "problem" in it ? null : schema.safeParse(it.raw);
    if (!checked) problems.push({ ...(it as { problem: FieldProblem }).problem, line });
    else if (!checked.success)
      problems.push(...problemsOf(checked.error, "row").map((problem) => ({ ...problem, line })));
    else {
      const made = await toResource(checked.data);
      if (made.ok) good.push({ line, item: made.value });
      else problems.push({ ...made.problem, line });
    }
  }
  if (good.length === 0) throw validationError(problems);
  const results: { id: string; result: "created" | "exists" }[] = [];
  for (let start = 0; start < good.length; start += PER_CALL)
    results.push(...(await pool(kind).create(good.slice(start, start + PER_CALL).map(({ item }) => item))));
  const rejected = Map.groupBy(problems, ({ line }) => line);
  const items = [
    ...good.map(({ line }, at) => {
      const { id, result } = results[at] as (typeof results)[number];
      return { line, result, id, reason: result === "exists" ? "is there already" : null };
    }),
    ...[...rejected].map(([line, found]) => ({
      line,
      result: "rejected" as const,
      id: null,
      reason: found.map(({ field, reason }) => `${field}: ${reason}`).join("; "),
    })),
  ].toSorted((one, other) => one.line - other.line);
  const count = (wanted: string) => items.filter(({ result }) => result === wanted).length;
  return {
    received: lines.length,
    created: count("created"),
    exists: count("exists"),
    rejected: count("rejected"),
    items,
  };
}
