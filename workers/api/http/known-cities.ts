/**
 * Cities of a filter over what is stored. 北京市 finds what is stored as 北京, and a name that nobody knows is refused
 * with the nearest ones: an empty answer would say that there are no postings.
 */
import type { Context } from "hono";
import { cityName, WHOLE_COUNTRY } from "../../../shared/domain/city.ts";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { type ApiEnv, principalOf } from "./context.ts";
import { asksForContacts } from "./hidden-contacts.ts";

/**
 * @param field named in the error, where the filter is not the query itself
 * @returns the filter with common names; without cities when it names the whole country
 * @throws ApiError unknown_city
 */
export async function withKnownCities<Filter extends { city?: string[] | undefined }>(
  c: Context<ApiEnv>,
  filter: Filter,
  field = "city",
): Promise<Filter> {
  const { city: asked } = filter;
  if (!asked || asked.length === 0) return filter;
  // Whether such a name is stored must not be told; the handler refuses it or finds nothing.
  if (!principalOf(c).seesRecruiters && asksForContacts({ city: asked })) return filter;
  const named = asked.map((city) => cityName(city));
  if (named.includes(WHOLE_COUNTRY)) return { ...filter, city: undefined };
  const others = asked.filter((_, index) => named[index] === null);
  if (others.length > 0) await assertKnown(c, others, field);
  return { ...filter, city: [...new Set(asked.map((city, index) => named[index] ?? city))] };
}

/** The official list does not have these: they are the names of a site, or texts as a posting has them. */
async function assertKnown(c: Context<ApiEnv>, names: string[], field: string): Promise<void> {
  const { jobs, dictionaries } = c.get("services");
  const stored = new Set(await jobs.storedCities(names));
  const unknown = names.find((name) => !stored.has(name));
  if (unknown === undefined) return;
  const nearest = (await dictionaries.cities()).nearest(null, unknown);
  throw errorAbout(
    "unknown_city",
    field,
    `is no city that is known or stored; nearest are ${nearest.join(", ")}`,
  );
}
