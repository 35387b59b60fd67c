/**
 * The sites' own dictionaries (X13): cities, their districts, and the codes of their filters. Each kind of each platform
 * has versions; version 0 is the one that the program ships.
 */
import { z } from "zod";
import { FilterDimension } from "./platform.ts";
import { DICTIONARY_KINDS, DICTIONARY_STATES } from "./vocabulary.ts";

export const DictionaryKind = z.enum(DICTIONARY_KINDS);
export type DictionaryKind = z.infer<typeof DictionaryKind>;

export const DictionaryState = z.enum(DICTIONARY_STATES);
export type DictionaryState = z.infer<typeof DictionaryState>;

/** Number of the version that the program ships; it is active until a load takes its place. */
export const SHIPPED_VERSION = 0;

export const DictionaryEntry = z.object({
  /** The site's own code. */
  code: z.string(),
  /** The site's own spelling. */
  name: z.string(),
  /** Code of the entry that this one is below: a district's city, a trade's group; null at the top. */
  parent: z.string().nullable(),
});
export type DictionaryEntry = z.infer<typeof DictionaryEntry>;

/** The codes that a crawl of one city needs. A claim carries them, so that nobody who crawls reads a dictionary. */
const Districts = z.array(z.object({ code: z.string(), name: z.string() }));
export const CityPlace = z.object({
  code: z.string(),
  /** Empty where the site has no districts, or nobody has loaded them. */
  districts: Districts,
  /** The whole country has them and no other city does. A search of it that is over the cap with all filters is split by them. */
  cities: z
    .object({
      largest: z.array(z.object({ code: z.string(), districts: Districts })),
    })
    .optional(),
  /**
   * Codes of filters that are others in the active dictionary than those that the program ships, by the shipped one. The
   * parts of a search keep the shipped codes; a request sends the active ones.
   */
  codes: z.partialRecord(FilterDimension, z.record(z.string(), z.string())).optional(),
});
export type CityPlace = z.infer<typeof CityPlace>;
export type FilterCodes = NonNullable<CityPlace["codes"]>;

/** How one entry of the version before differs from one of the version after. */
export type DictionaryChange =
  | { change: "added"; after: DictionaryEntry; before: null }
  | { change: "removed"; before: DictionaryEntry; after: null }
  /** The same code has another name. */
  | { change: "renamed"; before: DictionaryEntry; after: DictionaryEntry }
  /** The same name has another code: what was searched under the old one is another search now. */
  | { change: "recoded"; before: DictionaryEntry; after: DictionaryEntry };
