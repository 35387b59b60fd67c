/** The address of the quality page: the view, the day, the kind of rows, and the field that is open. */
import type { DataType, Platform } from "../../../../shared/contracts/platform.ts";
import { CHANNELS, PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { readDay, readOneOf, readText } from "../search-values.ts";

export const VIEWS = ["fields", "report"] as const;
/** Kinds of rows. The contract has them too, but it loads zod. */
export const ROW_KINDS = ["job", "job_detail", "company"] as const satisfies readonly DataType[];
export type QualityView = (typeof VIEWS)[number];

export interface QualitySearch {
  /** The page shows the fields when it is left out. */
  view?: QualityView;
  /** Day of China; the page shows today and the newest report when it is left out. */
  day?: string;
  /** The page shows postings when it is left out. */
  type?: DataType;
  /** The field in the drawer: `platform:channel:field`. */
  open?: string;
}

export function readQualitySearch(raw: Record<string, unknown>) {
  const [platformName, channelName, field] = (readText(raw.open) ?? "").split(":");
  const platform = readOneOf<Platform>(platformName, PLATFORMS);
  const channel = readOneOf(channelName, CHANNELS);
  return {
    view: readOneOf(raw.view, VIEWS) ?? ("fields" as const),
    day: readDay(raw.day),
    type: readOneOf<DataType>(raw.type, ROW_KINDS) ?? ("job" as const),
    open: platform && channel && field && /^[a-z_]+$/.test(field) ? { platform, channel, field } : undefined,
  };
}
