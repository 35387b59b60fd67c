/** The list of postings. On narrow screens the columns fold into two. */
import { ExportOutlined } from "@ant-design/icons";
import { type TableColumnsType, Tooltip } from "antd";
import type { JobView } from "../../api/types.ts";
import { formatMonthlySalary } from "../../format/numbers.ts";
import { type Translate, useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { saysMore } from "./salary-text.ts";
import { webAddress } from "./source-link.ts";
import { texts } from "./texts.ts";

export function JobTable({ jobs }: { jobs: JobView[] }) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const none = <span className="muted">{t("app.none")}</span>;
  const text = (value: string | null) => value ?? none;

  const columns: TableColumnsType<JobView> = [
    {
      title: t("jobs.posting"),
      key: "posting",
      render: (_, job) => <PostingCell job={job} folded={!wide} />,
    },
    {
      title: t("jobs.company"),
      key: "company",
      width: "22%",
      hidden: !wide,
      render: (_, job) => (
        <>
          <div>{text(job.company_name)}</div>
          {job.industry && <div className="small muted">{job.industry}</div>}
        </>
      ),
    },
    {
      title: t("fields.city"),
      key: "city",
      width: 110,
      hidden: !wide,
      render: (_, job) => (
        <>
          <div>{text(job.city)}</div>
          {job.district && <div className="small muted">{job.district}</div>}
        </>
      ),
    },
    {
      title: <Tooltip title={t("jobs.perMonth")}>{t("jobs.salary")}</Tooltip>,
      key: "salary",
      width: wide ? 140 : 116,
      align: "right",
      render: (_, job) => (
        <>
          <Salary job={job} />
          {!wide && (
            <div className="small muted">
              <RelativeTime at={job.collected_at} />
            </div>
          )}
        </>
      ),
    },
    {
      title: t("jobs.experience"),
      key: "experience",
      width: 124,
      hidden: !wide,
      render: (_, job) => text(experienceText(job, t)),
    },
    {
      title: t("jobs.degree"),
      key: "degree",
      width: 104,
      hidden: !wide,
      render: (_, job) => text(degreeText(job, t)),
    },
    {
      title: <Tooltip title={t("jobs.collectedHint")}>{t("jobs.collected")}</Tooltip>,
      key: "collected",
      width: 130,
      hidden: !wide,
      render: (_, job) => <RelativeTime at={job.collected_at} />,
    },
  ];

  return (
    <DataTable<JobView>
      label={t("jobs.table")}
      testId="job-table"
      hasStickyHead
      rowKey={(job) => `${job.platform}:${job.job_key}`}
      columns={columns}
      dataSource={jobs}
    />
  );
}

/** The level in the reader's language; the site's own text if it could not be parsed. */
const experienceText = ({ experience, experience_text }: JobView, t: Translate<typeof texts.en>) =>
  experience ? t(`jobs.experienceLevel.${experience}`) : experience_text;

const degreeText = ({ degree, degree_text }: JobView, t: Translate<typeof texts.en>) =>
  degree ? t(`jobs.degreeLevel.${degree}`) : degree_text;

function PostingCell({ job, folded }: { job: JobView; folded: boolean }) {
  const { t } = useTexts(texts);
  const title = job.title ?? t("jobs.untitled");
  const href = webAddress(job.url);
  const platform = t(`platform.${job.platform}`);
  const facts = folded
    ? [job.company_name, job.city, experienceText(job, t), degreeText(job, t)]
    : job.keyword === null
      ? []
      : [t("jobs.foundBy", { keyword: job.keyword })];
  return (
    <>
      <span className="strong">{title}</span>
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
      </div>
    </>
  );
}

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
