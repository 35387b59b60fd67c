/** The list of postings. On narrow screens the columns fold into two. A row opens by a click and by Enter. */
import { ExportOutlined } from "@ant-design/icons";
import { Button, type TableColumnsType, Tooltip } from "antd";
import type { ReactNode } from "react";
import type { JobView } from "../../api/types.ts";
import { formatList } from "../../format/lists.ts";
import { formatMonthlySalary } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import type { FilterName } from "../../ui/job-filter/address.ts";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { valueText } from "../../ui/job-filter/words.ts";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import type { ColumnName } from "./columns.ts";
import { Marked } from "./marked.tsx";
import { saysMore } from "./salary-text.ts";
import { webAddress } from "./source-link.ts";
import { texts } from "./texts.ts";

interface JobTableProps {
  jobs: JobView[];
  columns: readonly ColumnName[];
  onOpen: (job: JobView) => void;
}

/** Pixels. */
const WIDTHS: Partial<Record<ColumnName, number>> = {
  company: 240,
  city: 110,
  salary: 140,
  experience: 124,
  degree: 104,
  company_size: 130,
  company_type: 110,
  job_type: 90,
  published_at: 120,
  first_seen: 120,
  last_seen_day: 120,
  collected_at: 120,
  state: 90,
  closed_at: 120,
};

export function JobTable({ jobs, columns: chosen, onOpen }: JobTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const cells = useCells();
  const shown: readonly ColumnName[] = wide ? chosen : ["salary"];
  const columns: TableColumnsType<JobView> = [
    {
      title: t("jobs.posting"),
      key: "posting",
      render: (_, job) => <PostingCell job={job} folded={!wide} onOpen={onOpen} />,
    },
    ...shown.map((name) => ({
      title:
        name === "salary" ? (
          <Tooltip title={t("jobs.perMonth")}>{t("jobs.column.salary")}</Tooltip>
        ) : (
          t(`jobs.column.${name}`)
        ),
      key: name,
      width: wide ? WIDTHS[name] : 116,
      align: name === "salary" ? ("right" as const) : undefined,
      render: (_: unknown, job: JobView) => (
        <>
          {cells[name](job)}
          {!wide && (
            <div className="small muted">
              <RelativeTime at={job.first_seen} />
            </div>
          )}
        </>
      ),
    })),
  ];
  return (
    <DataTable<JobView>
      label={t("jobs.table")}
      testId="job-table"
      hasStickyHead
      rowKey={(job) => `${job.platform}:${job.job_key}`}
      columns={columns}
      dataSource={jobs}
      onOpen={onOpen}
    />
  );
}

type Cell = (job: JobView) => ReactNode;

function useCells(): Record<ColumnName, Cell> {
  const { t, language } = useTexts(texts, filterTexts);
  const none = <span className="muted">{t("app.none")}</span>;
  const text = (value: ReactNode) => value ?? none;
  const named = (name: FilterName, value: string | null) =>
    value === null ? null : valueText(name, value, t, language);
  const time = (at: number | null) => (at === null ? none : <RelativeTime at={at} />);
  return {
    company: (job) => (
      <>
        <div>
          {job.company_name ? <Marked text={job.company_name} places={job.highlights?.company_name} /> : none}
        </div>
        {job.industry && <div className="small muted">{job.industry}</div>}
      </>
    ),
    city: (job) => (
      <>
        <div>{text(job.city)}</div>
        {job.district && <div className="small muted">{job.district}</div>}
      </>
    ),
    salary: (job) => <Salary job={job} />,
    experience: (job) => text(named("experience", job.experience) ?? job.experience_text),
    degree: (job) => text(named("degree", job.degree) ?? job.degree_text),
    skills: (job) => (job.skills.length === 0 ? none : <Skills job={job} />),
    industry: (job) => text(job.industry),
    company_size: (job) => text(named("company_size", job.company_size)),
    company_type: (job) => text(job.company_type),
    job_type: (job) => text(job.job_type),
    keyword: (job) => text(job.keyword),
    published_at: (job) => time(job.published_at),
    first_seen: (job) => time(job.first_seen),
    last_seen_day: (job) => <time dateTime={job.last_seen_day}>{job.last_seen_day}</time>,
    collected_at: (job) => time(job.collected_at),
    state: (job) => text(named("state", job.state)),
    closed_at: (job) => time(job.closed_at),
  };
}

function Skills({ job }: { job: JobView }) {
  const found = new Set(job.highlights?.skills);
  return (
    <span className="small">
      {job.skills.map((skill, at) => (
        <span key={skill}>
          {at > 0 && " · "}
          {found.has(at) ? <mark>{skill}</mark> : skill}
        </span>
      ))}
    </span>
  );
}

function PostingCell({
  job,
  folded,
  onOpen,
}: {
  job: JobView;
  folded: boolean;
  onOpen: (job: JobView) => void;
}) {
  const { t, language } = useTexts(texts, filterTexts);
  const title = job.title ?? t("jobs.untitled");
  const href = webAddress(job.url);
  const platform = t(`platform.${job.platform}`);
  const facts = folded
    ? [
        job.company_name,
        job.city,
        job.experience ? valueText("experience", job.experience, t, language) : job.experience_text,
        job.degree ? valueText("degree", job.degree, t, language) : job.degree_text,
      ]
    : [];
  return (
    <div className="cell">
      <Button type="link" className="cell-link" onClick={() => onOpen(job)} data-testid="open-job">
        <span className="wrap">
          <Marked text={title} places={job.title === null ? undefined : job.highlights?.title} />
        </span>
      </Button>
      {job.snippet && (
        <div className="small snippet">
          <Marked text={job.snippet} places={job.highlights?.snippet} />
        </div>
      )}
      <div className="small muted">
        {href ? (
          <a
            href={href}
            target="_blank"
            rel="noopener noreferrer"
            aria-label={`${platform}: ${t("jobs.openSource", { title, platform })}`}
            title={t("jobs.openSource", { title, platform })}
            data-testid="job-link"
          >
            {platform} <ExportOutlined aria-hidden />
          </a>
        ) : (
          platform
        )}
        {facts
          .filter(Boolean)
          .map((fact) => ` · ${fact}`)
          .join("")}
        {job.also_on.length > 0 && (
          <span data-testid="also-on">
            {" · "}
            {t("jobs.also", {
              platforms: formatList(
                alsoOn(job.also_on, (name) => t(`platform.${name}`)),
                language,
              ),
            })}
          </span>
        )}
      </div>
    </div>
  );
}

/** @returns `51job`, `Zhilian (2)`: each platform once, with the number of postings where there are several */
const alsoOn = (others: JobView["also_on"], nameOf: (platform: JobView["platform"]) => string): string[] =>
  [...Map.groupBy(others, ({ platform }) => platform)].map(([platform, { length }]) =>
    length === 1 ? nameOf(platform) : `${nameOf(platform)} (${length})`,
  );

/** The monthly range if it could be parsed, with the site's own text below it. */
function Salary({ job }: { job: JobView }) {
  const { t, language } = useTexts(texts);
  const monthly = formatMonthlySalary(job.monthly_min, job.monthly_max, language);
  return (
    <>
      <div className="strong number">{monthly ?? job.salary_text ?? t("app.none")}</div>
      {monthly && job.salary_text && saysMore(job.salary_text, job) && (
        <div className="small muted">{job.salary_text}</div>
      )}
    </>
  );
}
