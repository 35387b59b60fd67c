/** Cities and districts of a filter in a request. */
import type { Context } from "hono";
import { errorAbout } from "../../../shared/errors/validation.ts";
import { type PlaceFilter, readPlaces } from "../../dictionaries/read-places.ts";
import { type ApiEnv, principalOf } from "./context.ts";
import { asksForContacts } from "./hidden-contacts.ts";

/**
 * @param member where the filter stands in the request, to name it in the error; left out for the query itself
 * @returns the filter with common names; without cities when it names the whole country
 * @throws ApiError unknown_city or unknown_district
 */
export async function withKnownPlaces<Filter extends PlaceFilter>(
  c: Context<ApiEnv>,
  filter: Filter,
  member?: string,
): Promise<Filter> {
  const { city, district } = filter;
  // Whether such a name is stored must not be told; the handler refuses it or finds nothing.
  if (!principalOf(c).seesRecruiters && asksForContacts({ city, district })) return filter;
  const read = await readPlaces(c.get("services"), filter);
  if ("filter" in read) return read.filter;
  const { field, reason } = read.unknown;
  throw errorAbout(`unknown_${field}`, member === undefined ? field : `${member}.${field}`, reason);
}
