/**
 * The closed vocabulary of the crawl: platforms, channels, data types, outcomes and keyword states.
 * Everything else in `shared/contracts` builds on these names.
 */
import { z } from "zod";
import { CHANNELS, FILTER_DIMENSIONS, KEYWORD_STATES, OUTCOMES, PLATFORMS } from "./vocabulary.ts";

export const Platform = z.enum(PLATFORMS);
export type Platform = z.infer<typeof Platform>;

export const Channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof Channel>;

/** `job`: a posting as a list shows it. `job_detail`: the posting's own page. `company`: the company's own page. */
export const DATA_TYPES = ["job", "company", "job_detail"] as const;
export const DataType = z.enum(DATA_TYPES);
export type DataType = z.infer<typeof DataType>;

export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

export const KeywordState = z.enum(KEYWORD_STATES);
export type KeywordState = z.infer<typeof KeywordState>;

export const FilterDimension = z.enum(FILTER_DIMENSIONS);
export type FilterDimension = z.infer<typeof FilterDimension>;

/** Filter dimension -> the platform's own code for it. */
export type SearchFilters = Partial<Record<FilterDimension, string>>;
