/** Cities of a filter in a request. */
import type { Context } from "hono";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { readCities } from "../../dictionaries/read-cities.ts";
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
  const read = await readCities(c.get("services"), asked);
  if ("unknown" in read) throw errorAbout("unknown_city", field, read.unknown);
  return { ...filter, city: read.names };
}
