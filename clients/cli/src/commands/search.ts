/** `search`: postings of a filter. */
import { type Command, Option } from "commander";
import { JOB_FILTER_SHAPE, JobFilter } from "../../../../shared/contracts/job-filter.ts";
import { JobSort } from "../../../../shared/contracts/job-search.ts";
import { ALL, LIMIT, type PageOptions } from "../api/pages.ts";
import { type Api, dataOf, type ItemOf } from "../api/server.ts";
import type { Context } from "../context.ts";
import { timeText } from "../output/format.ts";
import type { Column } from "../output/table.ts";
import { wordFor } from "../words/words.ts";
import { filterOptions, readFilter } from "./filter-options.ts";
import type { Run } from "./run.ts";

type JobView = ItemOf<Api["jobs"]["$get"]>;

/** @returns CNY per month, in whole yuan */
function salaryText({ monthly_min, monthly_max }: Pick<JobView, "monthly_min" | "monthly_max">): string {
  const [min, max] = [monthly_min, monthly_max].map((amount) =>
    amount === null ? "" : String(Math.round(amount)),
  );
  return min === max ? (min ?? "") : `${min}–${max}`;
}

function jobColumns({ words }: Context): Column<JobView>[] {
  const { head } = words.text;
  return [
    { head: head.platform, value: ({ platform }) => wordFor(words.shared.platform, platform) },
    { head: head.title, value: ({ title }) => title, flexible: true },
    { head: head.company, value: ({ company_name }) => company_name, flexible: true },
    { head: head.city, value: ({ city }) => city },
    { head: head.salary, value: salaryText, align: "end" },
    { head: head.seen, value: ({ first_seen }) => timeText(Number(first_seen)).slice(0, 10) },
    { head: head.key, value: ({ job_key }) => job_key },
  ];
}

export function addSearch(program: Command, run: Run): void {
  const search = program
    .command("search")
    .description("search postings; the filter is that of GET /api/v1/jobs")
    .argument(
      "[words...]",
      'words in title, company, skills or text; all are wanted, "quotes" make a phrase',
    );
  filterOptions(search, JOB_FILTER_SHAPE, ["text"])
    .addOption(new Option("--sort <order>", "order of the rows").choices(JobSort.options).default("newest"))
    .addOption(LIMIT)
    .addOption(ALL)
    .addHelpText(
      "after",
      `
Examples:
  jobdata search Java --city 上海 --city 杭州 --salary-from 20000 --limit 20
  jobdata search '"machine learning"' --degree master --sort salary_high
  jobdata search 会计 --all --json | jq -r '[.title,.company_name]|@tsv'`,
    )
    .action(
      run(
        async (
          context,
          words: string[],
          options: PageOptions & { sort: JobSort } & Record<string, unknown>,
        ) => {
          const text = words.length > 0 ? words.join(" ") : undefined;
          const filter = readFilter(JobFilter, JOB_FILTER_SHAPE, options, { text });
          const api = await context.api();
          await context.list(jobColumns(context), options, (page) =>
            dataOf(api.jobs.$get({ query: { ...filter, sort: options.sort, ...page } })),
          );
        },
      ),
    );
}
