/**
 * Figures over postings, as the API answers them. Each takes the whole {@link JobFilter}; a filter without `from` and
 * `to` means the last 30 days of China up to the last refresh, which the figure card says. All salaries are CNY.
 */
import { z } from "zod";
import { JOB_FILTER_SHAPE } from "./job-filter.ts";
import { DEGREE_LEVELS, EXPERIENCE_LEVELS } from "./levels.ts";
import { Platform } from "./platform.ts";

/** Days of China that a figure covers when the filter names no period. */
export const DEFAULT_PERIOD_DAYS = 30;
/** A cell with fewer postings is marked `few`. */
export const FEW = 30;
/** Longest trend, days. */
export const MAX_TREND_DAYS = 366;

/** Postings are grouped by these. A posting may have several of `skill` and `keyword`. */
export const FIGURE_DIMENSIONS = [
  "platform",
  "keyword",
  "city",
  "district",
  "salary_band",
  "experience",
  "degree",
  "industry",
  "company_size",
  "company_type",
  "company",
  "skill",
  "job_type",
] as const;
export const FigureDimension = z.enum(FIGURE_DIMENSIONS);
export type FigureDimension = z.infer<typeof FigureDimension>;

/** Why a figure can't be said. */
export const UNSAID_REASONS = [
  "not_determined_yet",
  "not_estimated",
  "too_few_keywords",
  "too_few",
  "not_reached",
] as const;
export const UnsaidReason = z.enum(UNSAID_REASONS);
export type UnsaidReason = z.infer<typeof UnsaidReason>;

/** A share or a number that may be unknown; then it has the reason. */
const Maybe = z.object({ value: z.number().nullable(), reason: UnsaidReason.nullable() });
export type Maybe = z.infer<typeof Maybe>;

const Day = z.iso.date();
const Instant = z.number().int().describe("Unix time in milliseconds");
const Count = z.number().int().nonnegative();
const Share = z.number().min(0).max(1);
const RowsQuery = z
  .string()
  .describe("Query string of the postings behind it, for GET /api/v1/jobs and the page of postings");
const Few = z.boolean().describe(`Fewer than ${FEW} postings: show it greyed`);

export const FIGURE_METHODS = [
  "overview",
  "trend",
  "distribution",
  "salary",
  "salary_matrix",
  "skill_value",
  "companies",
  "rising_skills",
  "reposts",
  "life",
  "working_time",
  "comparison",
] as const;
export const FigureMethod = z.enum(FIGURE_METHODS);
export type FigureMethod = z.infer<typeof FigureMethod>;

/** Every figure says this of itself. */
export const FigureCard = z.object({
  n: Count.describe("Postings that the figure is made of"),
  period: z.object({ from: Day, to: Day }).describe("Days of China; `from` and `to` of the filter"),
  platforms: z.array(Platform).describe("Sites that these postings are from"),
  unread_share: Share.nullable().describe("Postings with a field that could not be read; null when n is 0"),
  negotiable_share: Share.nullable().describe("Postings whose salary is negotiable; null when n is 0"),
  duplicates_removed: Maybe.describe("Postings left out because another one is the same"),
  coverage: Maybe.describe("Share of the site's postings that we hold"),
  quarantined_rows: Count.optional().describe(
    "Rows of all sites that wait in quarantine, where some do: they are in no figure until a person releases them",
  ),
  method: z.object({ name: FigureMethod, version: z.number().int() }),
  as_of: Instant.describe("Everything stored before this is in the figure"),
  pre_aggregated: z.boolean().describe("Computed at a refresh, not at this request"),
  rows_query: RowsQuery,
});
export type FigureCard = z.infer<typeof FigureCard>;

/** What every figure's route takes beside its own members. */
export const FIGURE_QUERY = {
  ...JOB_FILTER_SHAPE,
  method_version: z.coerce
    .number()
    .int()
    .min(1)
    .optional()
    .describe("Version of the method; the current one when left out"),
} as const;

// Overview and trend

const Totals = z.object({
  postings: Count,
  new: Count.describe("First seen within the period"),
  open: Count.describe("Not closed by the end of the period, and seen in its last 7 days"),
  companies: Count.describe("Different companies over all platforms, branches apart"),
});
export const Overview = z.object({
  card: FigureCard,
  totals: Totals,
  platforms: z.array(Totals.extend({ platform: Platform, rows_query: RowsQuery })),
});
export type Overview = z.infer<typeof Overview>;

export const Trend = z.object({
  card: FigureCard,
  days: z.array(
    z.object({
      day: Day,
      new: Count.describe("First seen on this day"),
      open: Count.describe("First seen on this day or before, last seen on it or later"),
      closed: Count.nullable().describe(
        "Last seen on this day and known to be closed since; null: no complete crawl has told yet",
      ),
    }),
  ),
});
export type Trend = z.infer<typeof Trend>;

// Distributions

/** Two companies may have one name, and one company several. */
const CompanyId = z
  .string()
  .nullish()
  .describe("Of a company: its id over all platforms; null in the versions that count names");

export const DistributionItem = z.object({
  value: z.string().describe("Of a company: its most frequent name"),
  company_id: CompanyId,
  within: z.string().nullable().describe("The city of a district; null for every other dimension"),
  n: Count,
  share: Share.describe("Of the card's n"),
  rows_query: RowsQuery,
});
export const Distribution = z.object({
  card: FigureCard,
  dimension: FigureDimension,
  items: z.array(DistributionItem).describe("Most frequent first; scales in their own order"),
  others: z.object({
    values: Count.describe("Values that are not shown"),
    n: Count.describe("Postings with them; of skill and keyword a posting counts once for each"),
    share: z.number().nonnegative(),
  }),
  unknown: z.object({ n: Count.describe("Postings that do not say"), share: Share }),
});
export type Distribution = z.infer<typeof Distribution>;

// Salaries

const Quantiles = z.object({
  n: Count.describe("Postings that name this figure"),
  p10: z.number().nullable(),
  p25: z.number().nullable(),
  p50: z.number().nullable(),
  p75: z.number().nullable(),
  p90: z.number().nullable(),
});
export type Quantiles = z.infer<typeof Quantiles>;
const Measures = z.object({ minimum: Quantiles, maximum: Quantiles, midpoint: Quantiles });

const SALARY_SHAPE = {
  n: Count.describe("Postings of the cell"),
  with_salary: Count.describe("Those that name at least one figure"),
  negotiable: Count.describe("Those whose salary is negotiable; they are in no percentile"),
  unread: Count.describe("Those whose salary could not be read"),
  few: z.boolean().describe(`Fewer than ${FEW} of them name a salary: show it greyed`),
  assumed_months: Count.describe("Those whose yearly figures count 12 months because none are stated"),
  month: Measures.describe("CNY per month; a day counts 21.75 and an hour 174 to the month"),
  year: Measures.describe("CNY per year: the month times the stated months, 12 where none are stated"),
};
export const SalaryCell = z.object(SALARY_SHAPE);
export type SalaryCell = z.infer<typeof SalaryCell>;

export const Salary = z.object({
  card: FigureCard,
  by: FigureDimension.nullable(),
  total: SalaryCell,
  groups: z.array(
    z.object({
      value: z.string().describe("Of a company: its most frequent name"),
      company_id: CompanyId,
      within: z.string().nullable().describe("The city of a district"),
      ...SALARY_SHAPE,
      rows_query: RowsQuery,
    }),
  ),
  others: z.object({ values: Count.describe("Groups that are not shown"), n: Count }),
  unknown: z.object({ n: Count.describe("Postings that name no value of the dimension") }),
});
export type Salary = z.infer<typeof Salary>;

export const SALARY_SORTS = ["n", "median"] as const;

export const SalaryMatrix = z.object({
  card: FigureCard,
  cities: z.array(z.string()).describe("Most postings first"),
  cells: z.array(
    z.object({
      experience: z.enum(EXPERIENCE_LEVELS),
      degree: z.enum(DEGREE_LEVELS),
      city: z.string().nullable().describe("Null: all cities"),
      n: Count,
      few: Few.describe(`Fewer than ${FEW} of them name a midpoint`),
      month: Quantiles.describe("Midpoint, CNY per month"),
      rows_query: RowsQuery,
    }),
  ),
});
export type SalaryMatrix = z.infer<typeof SalaryMatrix>;

// What a skill is worth

const Side = z.object({
  n: Count.describe("Postings with a midpoint"),
  mean: z.number().nullable().describe("CNY per month"),
  median: z.number().nullable().describe("CNY per month"),
});
const Difference = z.object({
  value: z.number(),
  low: z.number().describe("Lower end of the 95 % interval"),
  high: z.number().describe("Upper end of the 95 % interval"),
});
export const SkillValue = z.object({
  card: FigureCard,
  skill: z.string(),
  with: SalaryCell,
  without: SalaryCell,
  strata: z.array(
    z.object({
      experience: z.enum(EXPERIENCE_LEVELS).nullable().describe("Null: not stated, or all (version 1)"),
      with: Side,
      without: Side,
      difference: z.number().nullable().describe("Mean with it less mean without it, CNY per month"),
      weight: Share.describe("In the standardised difference; 0 where a side has too few"),
      few: Few.describe(`One side has fewer than ${FEW}`),
      rows_query: RowsQuery.describe("Those with the skill"),
    }),
  ),
  /** Weighted by the postings with the skill in each stratum. */
  standardised: z
    .object({
      month: Difference.describe("CNY per month"),
      share: Difference.describe("Relative: 0.12 is 12 % more"),
      left_out: Count.describe("Postings with the skill in strata that have too few to compare"),
      significant: z.boolean().describe("The interval of the relative difference does not hold 0"),
    })
    .nullable(),
  reason: UnsaidReason.nullable().describe("Why there is no standardised difference"),
});
export type SkillValue = z.infer<typeof SkillValue>;

// Companies and skills

export const TopCompanies = z.object({
  card: FigureCard,
  items: z.array(
    z.object({
      company: z.string().describe("Its most frequent name"),
      company_id: z
        .string()
        .nullable()
        .describe("The company over all platforms; null in version 1, which counts names"),
      n: Count,
      share: Share,
      new: Count,
      cities: Count,
      platforms: z.array(Platform),
      month: Quantiles.describe("Midpoint, CNY per month"),
      few: Few,
      rows_query: RowsQuery,
    }),
  ),
  others: z.object({ values: Count, n: Count }),
  unknown: z.object({ n: Count }),
});
export type TopCompanies = z.infer<typeof TopCompanies>;

const NewPostings = z.object({ from: Day, to: Day, n: Count.describe("Postings first seen in it") });
export const RISING_DIRECTIONS = ["rising", "falling"] as const;
export const RisingSkills = z.object({
  card: FigureCard,
  now: NewPostings,
  before: NewPostings.describe("As many days, just before"),
  tested: Count.describe("Skills with enough postings for the test"),
  items: z.array(
    z.object({
      skill: z.string(),
      n_now: Count,
      n_before: Count,
      share_now: Share,
      share_before: Share,
      difference: z.number().describe("Share now less share before"),
      p_value: Share.describe("Two-proportion test, two-sided"),
      q_value: Share.describe("Corrected for all tests by Benjamini and Hochberg"),
      significant: z.boolean().describe("The corrected value is at most 0.05"),
      rows_query: RowsQuery,
    }),
  ),
  reason: UnsaidReason.nullable().describe("Why there are no items: one of the periods has too few postings"),
});
export type RisingSkills = z.infer<typeof RisingSkills>;

/** Postings of one job on one platform, each begun at most 60 days after the one before was closed. */
const Chain = z.object({
  platform: Platform,
  postings: Count,
  days: Count.describe("Days on which one of them was online"),
  first_key: z.string().describe("job_key of its first posting"),
  last_key: z.string().describe("job_key of its last posting"),
  title: z.string().nullable(),
});
export const Reposts = z.object({
  card: FigureCard,
  totals: z
    .object({ chains: Count, reposts: Count.describe("Postings that repeat an earlier one"), share: Share })
    .nullable(),
  items: z
    .array(
      z.object({
        company: z.string().describe("Its most frequent name"),
        company_id: CompanyId,
        n: Count,
        chains: Count,
        reposts: Count,
        share: Share.describe("Of its postings"),
        few: Few,
        longest: Chain.nullable().describe("The chain that was online on most days"),
        rows_query: RowsQuery,
      }),
    )
    .nullable()
    .describe("Most reposts first; null: not known, for the reason beside it"),
  reason: UnsaidReason.nullable(),
});
export type Reposts = z.infer<typeof Reposts>;

// Time online

/** A median of fewer closings is not said. */
export const MIN_CLOSINGS = 30;
const Days = z.number().nonnegative().describe("Days");
const DaysOnline = {
  n: Count.describe("Postings whose beginning is known"),
  closed: Count.describe("Those that were closed"),
  open: Count.describe("Those still open: they count as long as they were seen"),
  median: z
    .object({
      days: Days,
      low: Days.describe("Lower end of the 95 % interval"),
      high: Days.nullable().describe("Upper end; null: beyond what was seen"),
    })
    .nullable(),
  p25: Days.nullable().describe("A quarter of the postings is closed by then"),
  p75: Days.nullable(),
  closed_only_median: Days.nullable().describe(
    "Median of the closed ones alone, which is too low: for comparison",
  ),
  reason: UnsaidReason.nullable().describe(
    "Why there is no median: too few closings, or more than half still open",
  ),
  curve: z
    .array(z.object({ day: Count, share: Share.describe("Still online"), low: Share, high: Share }))
    .describe("Kaplan–Meier with closings as intervals (Turnbull) and Greenwood's 95 % band"),
};
export const LifeFigure = z.object({
  card: FigureCard,
  by: FigureDimension.nullable(),
  left_out: Count.describe(
    "Postings that may be older than our first look, or began in a gap of over 8 days: their time online is not known",
  ),
  total: z.object(DaysOnline),
  groups: z.array(
    z.object({
      value: z.string().describe("Of a company: its most frequent name"),
      company_id: CompanyId,
      within: z.string().nullable(),
      ...DaysOnline,
      rows_query: RowsQuery,
    }),
  ),
});
export type LifeFigure = z.infer<typeof LifeFigure>;
export type DaysOnline = LifeFigure["total"];

// Working time

/** 双休, 大小周, 单休, 996. */
export const WORKING_TIMES = ["two_days", "alternating", "one_day", "996"] as const;
export const WorkingTime = z.enum(WORKING_TIMES);
export type WorkingTime = z.infer<typeof WorkingTime>;

const Stated = z.object({
  time: WorkingTime,
  n: Count,
  share: Share.describe("Of the postings that state any of the four"),
});
export const WorkingTimes = z.object({
  card: FigureCard,
  stated: Count.describe("Postings that state any of the four"),
  times: z.array(Stated),
  companies: z.array(
    z.object({
      company: z.string().describe("Its most frequent name"),
      company_id: CompanyId,
      n: Count,
      stated: Count,
      few: Few.describe(`Fewer than ${FEW} state any`),
      times: z.array(
        Stated.extend({
          sentence: z.string().nullable().describe("As one posting says it"),
          platform: Platform.nullable(),
          job_key: z.string().nullable(),
        }),
      ),
      rows_query: RowsQuery,
    }),
  ),
});
export type WorkingTimes = z.infer<typeof WorkingTimes>;

// Comparison

export const COMPARED_DIMENSIONS = ["keyword", "platform"] as const;
export const MAX_COMPARED = 6;
const Ranked = z.array(z.object({ value: z.string(), n: Count, share: Share }));
export const Comparison = z.object({
  card: FigureCard.describe("Of all compared postings together"),
  by: z.enum(COMPARED_DIMENSIONS),
  items: z.array(
    z.object({
      value: z.string(),
      n: Count,
      new: Count,
      companies: Count,
      salary: SalaryCell,
      skills: Ranked,
      degrees: Ranked,
      experiences: Ranked,
      rows_query: RowsQuery,
    }),
  ),
});
export type Comparison = z.infer<typeof Comparison>;

// Methods and the nightly check

export const FigureMethodVersion = z.object({
  name: FigureMethod,
  version: z.number().int(),
  current: z.boolean(),
  en: z.string(),
  zh: z.string(),
});
export type FigureMethodVersion = z.infer<typeof FigureMethodVersion>;

export const FigureChecks = z.object({
  computed_at: Instant.nullable().describe("When the pre-aggregated figures were last computed"),
  computing_ms: z.number().int().nullable(),
  checked_at: Instant.nullable().describe("When they were last compared with the stored rows"),
  checked: Count.describe("Figures and rows that were compared"),
  differences: z.array(
    z
      .object({ figure: z.string(), stored: z.string(), raw: z.string() })
      .describe("The first 25 of postings and of figures"),
  ),
  error: z.string().nullable().describe("Why the last check could not be made"),
});
export type FigureChecks = z.infer<typeof FigureChecks>;
