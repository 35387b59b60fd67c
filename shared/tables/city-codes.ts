/** Codes of cities on the platforms, for joins with the official division code (X13). */
import type { Platform } from "../contracts/platform.ts";
import type { KnownCity } from "../platforms/cities.ts";
import { count, instant, type RowOf, word } from "./column.ts";
import { platform } from "./provenance.ts";
import { defineTable } from "./table.ts";

export const cityCodes = defineTable({
  name: "city_codes",
  comment:
    "Cities of the dictionaries of the platforms; the newest version counts. Written when one becomes active",
  columns: {
    platform,
    city_code: word("code of the city on the platform"),
    city: word("common name; the name on the site where the official list has no such place"),
    site_name: word("spelling of the site"),
    division_code: word("official code (GB/T 2260) of the city; empty without one"),
    version: count("UInt32", "version of the dictionary"),
    loaded_at: instant("when the version was written"),
  },
});

/** A line of JSONEachRow. @param at Unix ms */
export const cityCodeLine = (name: Platform, city: KnownCity, version: number, at: number): string =>
  JSON.stringify({
    platform: name,
    city_code: city.code,
    city: city.city,
    site_name: city.siteName,
    division_code: city.divisionCode ?? "",
    version,
    loaded_at: at,
  } satisfies RowOf<typeof cityCodes.columns>);
