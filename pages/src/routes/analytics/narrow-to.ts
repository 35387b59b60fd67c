/** The filter that a click on a value of a chart sets. */
import type { FigureDimension } from "../../../../shared/contracts/figures.ts";
import type { JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { readJobFilter } from "../../ui/job-filter/address.ts";

/** A district is narrowed with its city, since two cities may have districts of one name; a company by its id. */
export const narrowTo = (
  by: FigureDimension,
  {
    value,
    within,
    company_id: company,
  }: { value?: string; within?: string | null; company_id?: string | null | undefined },
): Partial<JobFilter> =>
  by === "company" && company
    ? { company_id: [company] }
    : readJobFilter({ [by]: value, ...(by === "district" && within ? { city: within } : {}) });
