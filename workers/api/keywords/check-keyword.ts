/** Checks one new keyword: its shape, then whether its platform knows the city. */
import { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import type { CityDictionary } from "../../services-types.ts";
import { problemsOf } from "../problems.ts";

/** Cities named in the reason. */
const EXAMPLES = 8;

export function cityProblem(item: NewKeyword, cities: CityDictionary): FieldProblem | null {
  if (cities.code(item.platform, item.city) !== null) return null;
  const known = cities.list(item.platform).map(({ city }) => city);
  const examples = known.slice(0, EXAMPLES).join(", ");
  const all = `all ${known.length} at /api/v1/cities?platform=${item.platform}`;
  return { field: "city", reason: `is not known on ${item.platform}; valid are ${examples} (${all})` };
}

export function checkKeyword(
  raw: unknown,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  const parsed = NewKeyword.safeParse(raw);
  if (!parsed.success) return { problems: problemsOf(parsed.error, "item") };
  const problem = cityProblem(parsed.data, cities);
  return problem ? { problems: [problem] } : { item: parsed.data };
}
