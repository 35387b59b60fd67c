/** Which companies: the members of the filter of postings that are about the company, with the same meaning. */
import { z } from "zod";
import { JOB_FILTER_SHAPE } from "./job-filter.ts";

const { platform, city, industry, company_size, company_type } = JOB_FILTER_SHAPE;

export const CompanyFilter = z.strictObject({ platform, city, industry, company_size, company_type });
export type CompanyFilter = z.infer<typeof CompanyFilter>;
