/** Checks one new keyword: its shape, then whether its platform knows the city. */
import { NewKeyword } from "../../../shared/contracts/keyword.ts";
import { cityName } from "../../../shared/domain/city.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { problemsOf } from "../../../shared/errors/validation.ts";
import type { CityDictionary } from "../../../shared/platforms/cities.ts";

/** Number of cities that the reason names. */
const EXAMPLES = 8;

/**
 * Replaces the city by its common name, so that 北京市 and 北京 are one keyword.
 * @returns the problem when the platform does not know the city
 */
export function withKnownCity(
  item: NewKeyword,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  if (cities.code(item.platform, item.city) !== null) {
    return { item: { ...item, city: cityName(item.city) ?? item.city } };
  }
  const known = cities.list(item.platform).map(({ city }) => city);
  const examples = known.slice(0, EXAMPLES).join(", ");
  const all = `all ${known.length} at /api/v1/cities?platform=${item.platform}`;
  const reason = `is not known on ${item.platform}; valid are ${examples} (${all})`;
  return { problems: [{ field: "city", reason }] };
}

export function checkKeyword(
  raw: unknown,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  const parsed = NewKeyword.safeParse(raw);
  return parsed.success ? withKnownCity(parsed.data, cities) : { problems: problemsOf(parsed.error, "item") };
}
