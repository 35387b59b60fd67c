/** The columns that a reader can choose beside the posting itself, in their order. */
export const COLUMNS = [
  "company",
  "city",
  "salary",
  "experience",
  "degree",
  "skills",
  "industry",
  "company_size",
  "company_type",
  "job_type",
  "keyword",
  "published_at",
  "first_seen",
  "last_seen_day",
  "collected_at",
  "state",
  "closed_at",
] as const;
export type ColumnName = (typeof COLUMNS)[number];

export const DEFAULT_COLUMNS: readonly ColumnName[] = [
  "company",
  "city",
  "salary",
  "experience",
  "degree",
  "first_seen",
];
