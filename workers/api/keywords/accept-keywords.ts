/**
 * Creates many keywords from a list or a file: valid ones are stored, invalid ones are listed with their
 * place.
 */
import { z } from "@hono/zod-openapi";
import { inReach } from "../../../shared/contracts/access.ts";
import type { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type { CreateResult } from "../../../shared/contracts/keyword-ledger.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { withCodes } from "../../../shared/errors/reasons.ts";
import { ownerOf, type Principal } from "../../iam/permissions/principal.ts";
import { Problem } from "../http/error-responses.ts";
import type { Services } from "../services.ts";
import { checkKeyword, keywordError } from "./check-keyword.ts";
import { createKeywords } from "./create-keywords.ts";

/** Place of an item: its index in a list, from 0, or its line in a file, from 1. */
export type Place = { index: number } | { line: number };

export type Candidate = { place: Place } & ({ raw: unknown } | { problem: FieldProblem });

export const CreateOutcome = z.enum(["created", "exists", "exists_in_other_department", "restored"]);

/** What the caller may learn: for a keyword outside their reach, only that it exists. */
export const createOutcome = ({ id, result, owner }: CreateResult, principal: Principal) =>
  result === "exists" && !inReach(principal.reach, owner)
    ? { id: null, result: "exists_in_other_department" as const }
    : { id, result };

export const AcceptedKeywords = z.object({
  received: z.number().int(),
  created: z.number().int(),
  exists: z.number().int().describe("The same keyword (in any case), city and channel was there already"),
  restored: z.number().int().describe("It was deleted and is back"),
  exists_in_other_department: z
    .number()
    .int()
    .describe("It was there already, and belongs to another department"),
  valid: z.number().int().describe("Items without a problem"),
  rejected: z.number().int().describe("Items with at least one problem; nothing of them was stored"),
  items: z.array(
    z.object({
      index: z.number().int().optional(),
      line: z.number().int().optional(),
      id: z.uuid().nullable(),
      result: CreateOutcome,
    }),
  ),
  problems: z.array(Problem),
});

/**
 * @param options `stores`: false to learn only what is wrong
 * @throws ApiError validation_failed when no item is valid
 */
export async function acceptKeywords(
  services: Services,
  candidates: readonly Candidate[],
  { principal, actor, stores = true }: { principal: Principal; actor: string; stores?: boolean },
): Promise<z.infer<typeof AcceptedKeywords>> {
  const cities = await services.dictionaries.cities();
  const good: { place: Place; item: NewKeyword }[] = [];
  const problems: FieldProblem[] = [];
  for (const candidate of candidates) {
    const { place } = candidate;
    const checked =
      "problem" in candidate ? { problems: [candidate.problem] } : checkKeyword(candidate.raw, cities);
    if ("item" in checked) good.push({ place, item: checked.item });
    else problems.push(...checked.problems.map((problem) => ({ ...place, ...problem })));
  }
  if (good.length === 0) throw keywordError(problems);
  const wanted = stores ? good : [];
  const made = await createKeywords(
    services,
    wanted.map(({ item }) => item),
    actor,
    ownerOf(principal),
  );
  const results = made.map((result) => createOutcome(result, principal));
  const count = (wanted: string) => results.filter(({ result }) => result === wanted).length;
  return {
    received: candidates.length,
    created: count("created"),
    exists: count("exists"),
    restored: count("restored"),
    exists_in_other_department: count("exists_in_other_department"),
    valid: good.length,
    rejected: candidates.length - good.length,
    items: wanted.map(({ place }, at) => {
      return { ...place, ...(results[at] as (typeof results)[number]) };
    }),
    problems: withCodes(problems),
  };
}
