/**
 * Postings for a caller from whom recruiters are hidden. Such a caller must not be able to confirm a phone number by
 * searching for it, nor digit by digit, so a filter applies to what they are shown: ClickHouse looks in the stored text,
 * and a row counts only when the masked text has the words too.
 */
import { fieldError } from "../../../shared/errors/validation.ts";
import { hasContacts, maskAnswer } from "../../../shared/platforms/recruiter-mask.ts";
import type { JobQueries, JobQuery, JobSummary } from "../../clickhouse/job-queries.ts";

/** Rows of a query after the first, which has as many as were asked for. */
const NEXT_ROWS = 500;
/** Maximum of queries for one page. More are needed only for words that many hidden contacts have in common. */
const MAX_QUERIES = 5;

const holds = (row: JobSummary, text: string): boolean => {
  const { title, company_name: company } = maskAnswer({ title: row.title, company_name: row.company_name });
  return `${title ?? ""}\n${company ?? ""}`.toLowerCase().includes(text.toLowerCase());
};

/**
 * @returns up to `query.limit` rows, fewer only when no more follow
 * @throws ApiError validation_failed when the words occur too often in what is hidden
 */
export async function visibleJobs(jobs: Pick<JobQueries, "newest">, query: JobQuery): Promise<JobSummary[]> {
  const { text, city, keyword, limit } = query;
  if (hasContacts({ text, city, keyword })) return [];
  if (text === undefined) return jobs.newest(query);
  const found: JobSummary[] = [];
  let { after } = query;
  for (let asked = limit, queries = 1; ; asked = NEXT_ROWS, queries++) {
    const rows = await jobs.newest({ ...query, limit: asked, after });
    found.push(...rows.filter((row) => holds(row, text)));
    if (rows.length < asked || found.length >= limit) return found.slice(0, limit);
    if (queries === MAX_QUERIES)
      throw fieldError(
        "text",
        "occurs too often in contacts that are hidden from you; search for more words",
      );
    const last = rows.at(-1) as JobSummary;
    after = { collected_at: last.collected_at, platform: last.platform, job_key: last.job_key };
  }
}
