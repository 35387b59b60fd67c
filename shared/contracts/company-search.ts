/** Which companies: the filter of their list, in the query string and in the URL of the dashboard. */
import { z } from "zod";
import { JOB_FILTER_SHAPE } from "./job-filter.ts";
import { COMPANY_SORTS, type CompanySort as Sort } from "./job-sorts.ts";

export const COMPANY_FILTER_SHAPE = {
  platform: JOB_FILTER_SHAPE.platform.describe("Site that the company is on"),
  city: JOB_FILTER_SHAPE.city.describe("City of the company, common name"),
  industry: JOB_FILTER_SHAPE.industry.describe("Industry, as the platform names it"),
  company_size: JOB_FILTER_SHAPE.company_size,
  company_type: JOB_FILTER_SHAPE.company_type.describe("Ownership, as the platform names it"),
  text: JOB_FILTER_SHAPE.text.describe('Words of its names; words are AND, "quotes" a phrase'),
} as const;
export const CompanyFilter = z.strictObject(COMPANY_FILTER_SHAPE);
export type CompanyFilter = z.infer<typeof CompanyFilter>;

export const CompanySort = z.enum(COMPANY_SORTS);
export type CompanySort = Sort;
