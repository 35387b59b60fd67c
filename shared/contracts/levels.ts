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

/** CNY per month, of the middle of the salary's range: from the first figure on, below the second. */
export const SALARY_BANDS = [
  "0-3000",
  "3000-5000",
  "5000-8000",
  "8000-10000",
  "10000-15000",
  "15000-20000",
  "20000-30000",
  "30000-50000",
  "50000+",
] as const;

/** People employed. */
export const COMPANY_SIZES = ["1-20", "20-99", "100-499", "500-999", "1000-9999", "10000+"] as const;
export type CompanySize = (typeof COMPANY_SIZES)[number];

export const COORDINATE_SYSTEMS = ["GCJ-02", "BD-09"] as const;
