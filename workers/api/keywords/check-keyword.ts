/** Checks one new keyword: its shape, then whether its platform can be crawled by this channel and knows the city. */
import { NewKeyword } from "../../../shared/contracts/keyword.ts";
import type { Platform } from "../../../shared/contracts/platform.ts";
import { ApiError, type FieldProblem } from "../../../shared/errors/codes.ts";
import { codeOf } from "../../../shared/errors/reasons.ts";
import { problemsOf, validationError } from "../../../shared/errors/validation.ts";
import type { CityDictionary } from "../../../shared/platforms/cities.ts";
import { platforms } from "../../../shared/platforms/platforms.ts";

/**
 * Replaces the city by its common name, so that 北京市 and 北京 are one keyword.
 * @returns the problem when the platform does not know the city
 */
function withKnownCity(
  item: NewKeyword,
  cities: CityDictionary,
): { item: NewKeyword } | { problems: FieldProblem[] } {
  const city = cities.name(item.platform, item.city);
  if (city !== null) return { item: { ...item, city } };
  return { problems: [{ field: "city", reason: unknownCity(item.platform, cities, item.city) }] };
}

/** @returns why a city is refused that the platform does not know, with the names that may be meant */
export function unknownCity(platform: Platform, cities: CityDictionary, city: string): string {
  const nearest = cities.nearest(platform, city).join(", ");
  const all = `all ${cities.list(platform).length} at /api/v1/cities?platform=${platform}`;
  return `is not known on ${platform}; nearest are ${nearest} (${all})`;
}

/** The error of refused keywords: 400 when nothing but the names of cities is wrong. */
export function keywordError(problems: FieldProblem[]): ApiError {
  const error = validationError(problems);
  const isCity = ({ reason }: FieldProblem) => codeOf(reason).code === "unknown_city";
  return problems.length > 0 && problems.every(isCity)
    ? new ApiError("unknown_city", error.message, problems)
    : error;
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
