/** Checks one new keyword: its shape, then whether its platform can be crawled by this channel and knows the city. */
import { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { cityName } from "../../../shared/domain/city.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { problemsOf } from "../../../shared/errors/validation.ts";
import type { CityDictionary } from "../../../shared/platforms/cities.ts";
import { platforms } from "../../../shared/platforms/platforms.ts";

/** Number of cities that the reason names. */
const EXAMPLES = 8;

/**
 * Replaces the city by its common name, so that 北京市 and 北京 are one keyword.
 * @returns the problem when the platform does not know the city
 */
function withKnownCity(
  item: NewKeyword,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  if (cities.code(item.platform, item.city) !== null) {
    return { item: { ...item, city: cityName(item.city) ?? item.city } };
  }
  return { problems: [{ field: "city", reason: unknownCity(item.platform, cities) }] };
}

/** @returns why a city is refused that the platform does not know */
export function unknownCity(platform: Platform, cities: CityDictionary): string {
  const known = cities.list(platform).map(({ city }) => city);
  const examples = known.slice(0, EXAMPLES).join(", ");
  const all = `all ${known.length} at /api/v1/cities?platform=${platform}`;
  return `is not known on ${platform}; valid are ${examples} (${all})`;
}

/** @returns the problem when no crawl sends the requests of the keyword's channel */
function channelProblems({ platform, channel }: NewKeyword): FieldProblem[] {
  const { crawlChannels } = platforms[platform];
  if (crawlChannels.includes(channel)) return [];
  const known = crawlChannels.join(", ");
  const reason = `is not crawled on ${platform}: a ${channel} keyword would only repeat the web search; valid is ${known}. Uploads take every channel`;
  return [{ field: "channel", reason }];
}

/** Checks a keyword of the right shape against its platform. */
export function checkAgainstPlatform(
  item: NewKeyword,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  const channel = channelProblems(item);
  const city = withKnownCity(item, cities);
  if (channel.length === 0) return city;
  return { problems: [...channel, ...("problems" in city ? city.problems : [])] };
}

export function checkKeyword(
  raw: unknown,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  const parsed = NewKeyword.safeParse(raw);
  return parsed.success
    ? checkAgainstPlatform(parsed.data, cities)
    : { problems: problemsOf(parsed.error, "item") };
}
