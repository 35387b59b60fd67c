/** Scales that the typed columns of postings and companies are read into. */

export const SALARY_PERIODS = ["year", "month", "day", "hour"] as const;
export type SalaryPeriod = (typeof SALARY_PERIODS)[number];

/** Ordered by years. */
export const EXPERIENCE_LEVELS = [
  "student",
  "graduate",
  "none",
  "under1",
  "1-3",
  "3-5",
  "5-10",
  "over10",
  "any",
] as const;
export type ExperienceLevel = (typeof EXPERIENCE_LEVELS)[number];

export const DEGREE_LEVELS = [
  "any",
  "junior",
  "senior-high",
  "vocational",
  "associate",
  "bachelor",
  "master",
  "doctor",
] as const;
export type DegreeLevel = (typeof DEGREE_LEVELS)[number];

/** People employed. */
export const COMPANY_SIZES = ["1-20", "20-99", "100-499", "500-999", "1000-9999", "10000+"] as const;
export type CompanySize = (typeof COMPANY_SIZES)[number];

export const COORDINATE_SYSTEMS = ["GCJ-02", "BD-09"] as const;
