/**
 * A posting as schema.org describes one, as JSON-LD. Sources: https://schema.org/JobPosting, and the properties that
 * Google for Jobs requires (https://developers.google.com/search/docs/appearance/structured-data/job-posting).
 */
import type { DegreeLevel, SalaryPeriod } from "../contracts/levels.ts";
import { chinaDayOf } from "./china-day.ts";

/** The facts that a JobPosting is made of. */
export interface PostingFacts {
  platform: string;
  job_key: string;
  title: string | null;
  company_name: string | null;
  description?: string | null;
  city: string | null;
  district: string | null;
  salary_min: number | null;
  salary_max: number | null;
  salary_period: string | null;
  experience_min_years: number | null;
  degree: string | null;
  industry: string | null;
  skills: readonly string[];
  welfare: readonly string[];
  job_type: string | null;
  url: string | null;
  /** Unix ms. */
  published_at: number | null;
  /** Unix ms. */
  collected_at: number;
}

/** Google's values of `employmentType`, by what the sites call them. */
const EMPLOYMENT_TYPES: readonly (readonly [word: RegExp, type: string])[] = [
  [/实习|intern/i, "INTERN"],
  [/兼职|part[- ]?time/i, "PART_TIME"],
  [/临时|短期|temporary/i, "TEMPORARY"],
  [/外包|合同|contract/i, "CONTRACTOR"],
  [/全职|full[- ]?time/i, "FULL_TIME"],
];

/** Google's values of `credentialCategory`; the lower school degrees of China have none. */
const CREDENTIALS: Readonly<Partial<Record<DegreeLevel, string>>> = {
  "senior-high": "high school",
  vocational: "professional certificate",
  associate: "associate degree",
  bachelor: "bachelor degree",
  master: "postgraduate degree",
  doctor: "postgraduate degree",
};

const UNITS: Readonly<Record<SalaryPeriod, string>> = {
  year: "YEAR",
  month: "MONTH",
  day: "DAY",
  hour: "HOUR",
};

/** Drops members that say nothing, so that none is null. */
const said = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(members).filter(([, value]) => value !== null && value !== undefined && value !== ""),
  ) as Partial<T>;

function baseSalary({ salary_min: min, salary_max: max, salary_period: period }: PostingFacts) {
  const unitText = period !== null && Object.hasOwn(UNITS, period) ? UNITS[period as SalaryPeriod] : null;
  if (unitText === null || (min === null && max === null)) return null;
  return {
    "@type": "MonetaryAmount",
    currency: "CNY",
    value: said({ "@type": "QuantitativeValue", minValue: min, maxValue: max, unitText }),
  };
}

/** Describes a posting whose own text is left out, by its facts. */
const factText = ({ title, company_name, city, skills, welfare }: PostingFacts): string =>
  [`${company_name}: ${title}`, city, skills.join("、"), welfare.join("、")].filter(Boolean).join("\n");

/** @returns null for a posting without title or company, which is no JobPosting */
export function jobPosting(facts: PostingFacts): Record<string, unknown> | null {
  const { platform, job_key, title, company_name: company, city, district, degree, job_type } = facts;
  if (!title || !company) return null;
  const employment = EMPLOYMENT_TYPES.find(([word]) => job_type !== null && word.test(job_type));
  const credential = CREDENTIALS[degree as DegreeLevel];
  const years = facts.experience_min_years;
  return said({
    "@context": "https://schema.org/",
    "@type": "JobPosting",
    identifier: { "@type": "PropertyValue", name: platform, value: job_key },
    title,
    description: facts.description || factText(facts),
    datePosted: chinaDayOf(facts.published_at ?? facts.collected_at),
    hiringOrganization: { "@type": "Organization", name: company },
    jobLocation: {
      "@type": "Place",
      address: said({
        "@type": "PostalAddress",
        addressCountry: "CN",
        addressRegion: city,
        addressLocality: district ?? city,
      }),
    },
    baseSalary: baseSalary(facts),
    employmentType: employment?.[1] ?? null,
    educationRequirements: credential
      ? { "@type": "EducationalOccupationalCredential", credentialCategory: credential }
      : null,
    experienceRequirements: years
      ? { "@type": "OccupationalExperienceRequirements", monthsOfExperience: Math.round(years * 12) }
      : null,
    industry: facts.industry,
    skills: facts.skills.length > 0 ? facts.skills.join(", ") : null,
    jobBenefits: facts.welfare.length > 0 ? facts.welfare.join(", ") : null,
    url: facts.url,
  });
}
