/** Orders of the lists of postings and companies. They stand apart, because the dashboard does without zod. */

/** `newest`: first seen last; the others by what the posting says. Postings that do not say it come last. */
export const JOB_SORTS = ["newest", "published", "last_seen", "salary_high", "salary_low"] as const;
export type JobSort = (typeof JOB_SORTS)[number];

/** `postings`: most postings first; `newest`: those that were collected last. */
export const COMPANY_SORTS = ["postings", "newest"] as const;
export type CompanySort = (typeof COMPANY_SORTS)[number];
