/** A posting in the list: what it says, and where the words of the search are in it. */
import { z } from "@hono/zod-openapi";
import { Platform } from "../../../shared/contracts/platform.ts";
import { findWords, type Range } from "../../../shared/domain/job-words.ts";
import { maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import { rowSchema } from "../../../shared/tables/table.ts";
import type { FoundJob } from "../../clickhouse/job-queries.ts";
import { JOB_SUMMARY_COLUMNS } from "../../clickhouse/queries/search-jobs.ts";

const Place = z.object({ start: z.number().int(), end: z.number().int() });
const Places = z
  .array(Place)
  .describe("Half open, in UTF-16 code units of the text beside it, in order and apart");

/** Other postings of the same job that a list names at most. */
export const MAX_ALSO = 10;

export const JobView = rowSchema(JOB_SUMMARY_COLUMNS).extend({
  also_on: z
    .array(z.object({ platform: Platform, job_key: z.string() }))
    .describe(`Other postings of the same job, at most ${MAX_ALSO}; the one that was seen first in front`),
  snippet: z
    .string()
    .nullable()
    .describe("Part of the posting's text around the first word found; null where none is in it"),
  highlights: z
    .object({
      title: Places,
      company_name: Places,
      snippet: Places,
      skills: z.array(z.number().int()).describe("Places in `skills`, from 0"),
    })
    .nullable()
    .describe("Where the words are; null without `text`"),
});
export type JobView = z.infer<typeof JobView>;

const SNIPPET_CHARS = 120;
const CHARS_BEFORE = 30;
const CUT = "…";

/** @returns the index moved out of a surrogate pair */
const whole = (text: string, index: number): number =>
  index > 0 && /[\udc00-\udfff]/.test(text[index] ?? "") ? index - 1 : index;

function snippetOf(text: string, words: readonly string[]): { snippet: string | null; places: Range[] } {
  const found = findWords(text, words);
  const [first] = found;
  if (!first) return { snippet: null, places: [] };
  const start = whole(text, Math.max(0, first[0] - CHARS_BEFORE));
  const end = whole(text, Math.max(first[1], Math.min(text.length, start + SNIPPET_CHARS)));
  const before = start > 0 ? CUT : "";
  const snippet = `${before}${text.slice(start, end).replace(/\s/g, " ")}${end < text.length ? CUT : ""}`;
  const places = found
    .filter(([from]) => from < end)
    .map(([from, to]): Range => [from - start + before.length, Math.min(to, end) - start + before.length]);
  return { snippet, places };
}

/** What a text is searched in, as the caller is shown it. */
const shownTexts = ({ title, company_name, skills, description }: FoundJob) =>
  maskAnswer({ title, company_name, skills, description });

const asPlaces = (ranges: Range[]) => ranges.map(([start, end]) => ({ start, end }));

/**
 * Contacts are masked before the words are found, so that the places fit the text that is sent.
 * @param words of the search; null without one
 */
export function jobView(
  row: FoundJob,
  words: readonly string[] | null,
  seesRecruiters: boolean,
  also_on: JobView["also_on"] = [],
): JobView {
  const { tags: _, listed_skills: __, description: ___, ...job } = row;
  if (words === null) return { ...job, also_on, snippet: null, highlights: null };
  const shown = seesRecruiters ? row : shownTexts(row);
  const { snippet, places } = snippetOf(shown.description ?? "", words);
  return {
    ...job,
    also_on,
    title: shown.title,
    company_name: shown.company_name,
    skills: shown.skills,
    snippet,
    highlights: {
      title: asPlaces(findWords(shown.title ?? "", words)),
      company_name: asPlaces(findWords(shown.company_name ?? "", words)),
      snippet: asPlaces(places),
      skills: shown.skills.flatMap((skill, at) => (findWords(skill, words).length > 0 ? [at] : [])),
    },
  };
}
