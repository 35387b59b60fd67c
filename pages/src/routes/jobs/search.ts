/** The filters of the postings page in its address. */
import { PLATFORMS } from "../../../../shared/contracts/platform.ts";
import type { JobFilter } from "../../api/jobs.ts";
import { readOneOf, readText } from "../search-values.ts";

export const readJobSearch = (raw: Record<string, unknown>): JobFilter => ({
  platform: readOneOf(raw.platform, PLATFORMS),
  city: readText(raw.city),
  text: readText(raw.text),
});
