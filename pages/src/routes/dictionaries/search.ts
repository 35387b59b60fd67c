/** The address of the dictionaries page: the view, its filter, and the dictionary that is open. */
import type { DictionaryKind } from "../../../../shared/contracts/dictionary.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { DICTIONARY_KINDS, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { readOneOf, readPages, readText } from "../search-values.ts";

export const VIEWS = ["dictionaries", "divisions"] as const;
export type DictionaryPageView = (typeof VIEWS)[number];

export interface DictionariesSearch {
  /** Dictionaries when left out. */
  view?: DictionaryPageView;
  /** The view `divisions` shows only cities that this platform does not list. */
  lacking?: Platform;
  /** Pages of the list of cities that are loaded, when more than one. */
  pages?: number;
  /** The dictionary in the drawer: `platform:kind`. */
  open?: string;
  /** The version in the drawer; the waiting one or else the active one when left out. */
  version?: number;
  /** Words by which the drawer's entries are searched. */
  find?: string;
}

export function readDictionariesSearch(raw: Record<string, unknown>) {
  const [platformName, kindName] = (readText(raw.open) ?? "").split(":");
  const platform = readOneOf<Platform>(platformName, PLATFORMS);
  const kind = readOneOf<DictionaryKind>(kindName, DICTIONARY_KINDS);
  const version = Number(readText(raw.version));
  return {
    view: readOneOf(raw.view, VIEWS) ?? ("dictionaries" as const),
    lacking: readOneOf<Platform>(raw.lacking, PLATFORMS),
    pages: readPages(raw.pages),
    open: platform && kind ? { platform, kind } : undefined,
    version: Number.isInteger(version) && version >= 0 ? version : undefined,
    find: readText(raw.find),
  };
}
