/** A posting in the boards' common form, before it gets the field names of a platform. The texts are 51job's. */
import { hash as digest } from "node:crypto";

export const POSTING_COLUMNS = [
  "company",
  "title",
  "degree",
  "company_type",
  "company_size",
  "area",
  "salary",
  "tags",
  "work_year",
  "job_term",
  "updated_at",
  "industry",
] as const;
export type PostingColumn = (typeof POSTING_COLUMNS)[number];
export type PostingRow = Record<PostingColumn, string>;

export interface Posting extends PostingRow {
  /** SHA-256 (hex) of all columns, so that a posting has the same keys in every corpus and at every start. */
  hash: string;
  /** The first part of `area`: 深圳 of 深圳·宝安区. */
  city: string;
  /** The second part of `area`, or empty. */
  district: string;
  /** The parts of `tags` without degree and experience, which 51job repeats there. */
  tagList: string[];
}

export const sha256 = (text: string) => digest("sha256", text);

/** Derives a number below `limit` from a text, for choices that must be the same at every start. */
export const pick = (text: string, limit: number) =>
  Number.parseInt(sha256(text).slice(0, 12), 16) % Math.max(1, limit);

export function makePosting(row: PostingRow): Posting {
  const [city = "", district = ""] = row.area.split("·");
  const tagList = row.tags
    .split(/[,，]/)
    .map((tag) => tag.trim())
    .filter((tag) => tag && tag !== row.degree && tag !== row.work_year);
  const hash = sha256(POSTING_COLUMNS.map((column) => row[column]).join("\u0000"));
  return { ...row, hash, city: city.trim(), district: district.trim(), tagList };
}
