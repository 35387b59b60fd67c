import { expect, test } from "vitest";
import { jobPosting, type PostingFacts } from "./job-posting.ts";

const FACTS: PostingFacts = {
  platform: "qcwy",
  job_key: "150000001",
  title: "Python开发工程师",
  company_name: "深圳示例软件有限公司",
  description: "负责业务系统开发。",
  city: "深圳",
  district: "宝安区",
  salary_min: 11_000,
  salary_max: 15_000,
  salary_period: "month",
  experience_min_years: 3,
  degree: "bachelor",
  industry: "计算机软件",
  skills: ["Python", "Django"],
  welfare: ["五险一金"],
  job_type: "全职",
  url: "https://jobs.51job.com/shenzhen-baq/150000001.html",
  // 2026-11-22 00:30 in China, the day before in UTC.
  published_at: Date.UTC(2026, 10, 21, 16, 30),
  collected_at: Date.UTC(2026, 10, 22, 8),
};

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === "string" && value !== "";
const amount: Check = (value) => typeof value === "number" && Number.isFinite(value);
const oneOf =
  (...values: string[]): Check =>
  (value) =>
    values.includes(value as string);

/** Properties of schema.org 29 by type, with their expected values, as far as they are used. */
const VOCABULARY: Record<string, Record<string, string | Check>> = {
  JobPosting: {
    "@context": oneOf("https://schema.org/"),
    identifier: "PropertyValue",
    title: text,
    description: text,
    datePosted: (value) => /^\d{4}-\d\d-\d\d$/.test(String(value)),
    hiringOrganization: "Organization",
    jobLocation: "Place",
    baseSalary: "MonetaryAmount",
    employmentType: oneOf(
      "FULL_TIME",
      "PART_TIME",
      "CONTRACTOR",
      "TEMPORARY",
      "INTERN",
      "VOLUNTEER",
      "PER_DIEM",
      "OTHER",
    ),
    educationRequirements: "EducationalOccupationalCredential",
    experienceRequirements: "OccupationalExperienceRequirements",
    industry: text,
    skills: text,
    jobBenefits: text,
    url: (value) => URL.canParse(String(value)),
  },
  PropertyValue: { name: text, value: text },
  Organization: { name: text },
  Place: { address: "PostalAddress" },
  PostalAddress: { addressCountry: oneOf("CN"), addressRegion: text, addressLocality: text },
  MonetaryAmount: { currency: oneOf("CNY"), value: "QuantitativeValue" },
  QuantitativeValue: {
    minValue: amount,
    maxValue: amount,
    unitText: oneOf("HOUR", "DAY", "WEEK", "MONTH", "YEAR"),
  },
  EducationalOccupationalCredential: {
    credentialCategory: oneOf(
      "high school",
      "associate degree",
      "bachelor degree",
      "professional certificate",
      "postgraduate degree",
    ),
  },
  OccupationalExperienceRequirements: { monthsOfExperience: amount },
};

/** Google drops a posting that lacks one of these. */
const REQUIRED = ["datePosted", "description", "hiringOrganization", "jobLocation", "title"];

/** @returns what does not fit the vocabulary, by path */
function problemsOf(value: unknown, type: string, path = type): string[] {
  if (typeof value !== "object" || value === null) return [`${path} is no ${type}`];
  const { "@type": named, ...members } = value as Record<string, unknown>;
  const known = VOCABULARY[type] ?? {};
  return [
    ...(named === type ? [] : [`${path} is of type ${String(named)}`]),
    ...Object.entries(members).flatMap(([name, member]) => {
      const expected = known[name];
      if (expected === undefined) return [`${path}.${name} is no property of ${type}`];
      if (typeof expected === "string") return problemsOf(member, expected, `${path}.${name}`);
      return expected(member) ? [] : [`${path}.${name} has a wrong value`];
    }),
  ];
}

test("a posting with every fact is a JobPosting as schema.org and Google want it", () => {
  const posting = jobPosting(FACTS) as Record<string, unknown>;
  expect(problemsOf(posting, "JobPosting")).toEqual([]);
  expect(Object.keys(posting)).toEqual(expect.arrayContaining([...REQUIRED, "baseSalary", "employmentType"]));
  expect(posting).toMatchObject({
    datePosted: "2026-11-22",
    employmentType: "FULL_TIME",
    baseSalary: { currency: "CNY", value: { minValue: 11_000, maxValue: 15_000, unitText: "MONTH" } },
    experienceRequirements: { monthsOfExperience: 36 },
    jobLocation: { address: { addressCountry: "CN", addressRegion: "深圳", addressLocality: "宝安区" } },
  });
});

const NOTHING: PostingFacts = {
  ...FACTS,
  ...{
    description: null,
    city: null,
    district: null,
    salary_min: null,
    salary_max: null,
    salary_period: null,
  },
  ...{
    experience_min_years: null,
    degree: null,
    industry: null,
    skills: [],
    welfare: [],
    job_type: null,
    url: null,
  },
  published_at: null,
};

test.each<[string, Partial<PostingFacts>]>([
  ["nothing but title and company", {}],
  ["a salary without its period", { salary_min: 1, salary_max: 2 }],
  ["half a salary", { salary_min: 200, salary_period: "day" }],
  ["a degree that has no credential", { degree: "junior" }],
  ["a degree of a later version", { degree: "postdoc" }],
  ["a city without a district", { city: "北京" }],
  ["0 years", { experience_min_years: 0 }],
  ["an internship", { job_type: "实习", degree: "doctor", experience_min_years: 0.5 }],
  ["an odd type of work", { job_type: "校园" }],
])("%s is valid too, and says nothing that is not known", (_, facts) => {
  const posting = jobPosting({ ...NOTHING, ...facts }) as Record<string, unknown>;
  expect(problemsOf(posting, "JobPosting")).toEqual([]);
  expect(Object.keys(posting)).toEqual(expect.arrayContaining(REQUIRED));
  expect(JSON.stringify(posting)).not.toContain("null");
  expect(posting.datePosted).toBe("2026-11-22");
});

test("a posting without title or company is none", () => {
  expect(jobPosting({ ...FACTS, title: null })).toBeNull();
  expect(jobPosting({ ...FACTS, company_name: "" })).toBeNull();
});

test("the check of the vocabulary finds what does not fit", () => {
  const posting = jobPosting(FACTS) as Record<string, unknown>;
  expect(problemsOf({ ...posting, salary: 1 }, "JobPosting")).toHaveLength(1);
  expect(
    problemsOf({ ...posting, jobLocation: { "@type": "Place", address: "深圳" } }, "JobPosting"),
  ).toHaveLength(1);
  expect(problemsOf({ ...posting, datePosted: null }, "JobPosting")).toHaveLength(1);
});
