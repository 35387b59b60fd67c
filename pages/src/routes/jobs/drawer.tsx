/** One posting: its text, every field, why it is there, and the row as the site sent it. */
import { ExportOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Flex } from "antd";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { findWords, wordsOf } from "../../../../shared/domain/job-words.ts";
import { jobDetail } from "../../api/jobs.ts";
import type { JobDetailView } from "../../api/types.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { RawJson } from "../../ui/raw-json.tsx";
import { RecordFields } from "../../ui/record-fields.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { Corrections } from "./corrections.tsx";
import { texts } from "./drawer-texts.ts";
import { JobClasses } from "./job-classes.tsx";
import { Life } from "./life.tsx";
import { texts as lifeTexts } from "./life-texts.ts";
import { Marked } from "./marked.tsx";
import { SameJob } from "./same-job.tsx";
import { webAddress } from "./source-link.ts";
import { Why } from "./why.tsx";

interface JobDrawerProps {
  platform: Platform;
  jobKey: string;
  /** The search whose words are marked in the text. */
  words: string | undefined;
  onClose: () => void;
}

const TIMES = new Set(["published_at", "updated_at", "collected_at"]);
/** The text stands above the fields, and so does what the dictionary makes of skills and benefits. */
const WITHOUT = new Set(["description", "skills", "welfare"]);

export function JobDrawer({ platform, jobKey, words, onClose }: JobDrawerProps) {
  const { t } = useTexts(texts);
  const detail = useQuery(jobDetail(platform, jobKey));
  return (
    <SideDrawer
      open
      onClose={onClose}
      title={detail.data?.job.title ?? t("job.title")}
      data-testid="job-drawer"
    >
      <Loaded query={detail}>{(data) => <Detail detail={data} words={words} />}</Loaded>
    </SideDrawer>
  );
}

function Detail({ detail, words }: { detail: JobDetailView; words: string | undefined }) {
  const { t } = useTexts(texts, lifeTexts);
  const { job, raw, classes, why, masked } = detail;
  const names = texts.en.job.field;
  const href = webAddress(job.url);
  const places = findWords(job.description ?? "", wordsOf(words ?? "")).map(([start, end]) => ({
    start,
    end,
  }));
  return (
    <Flex vertical gap={24}>
      <Flex gap={16} wrap>
        {href && (
          <a href={href} target="_blank" rel="noopener noreferrer">
            {t(`platform.${job.platform}`)} <ExportOutlined aria-hidden />
          </a>
        )}
        {job.company_key && (
          <Link to="/jobs" search={{ platform: [job.platform], company_key: [job.company_key] }}>
            {t("job.company")}
          </Link>
        )}
        {job.company_key && (
          <Link to="/companies" search={{ open: `${job.platform}:${job.company_key}` }}>
            {t("job.aboutCompany")}
          </Link>
        )}
      </Flex>
      {masked && <Alert type="info" title={t("job.masked")} />}
      {job.description && (
        <section>
          <h2 className="section-title">{t("job.text")}</h2>
          <p className="pre-wrap">
            <Marked text={job.description} places={places} />
          </p>
        </section>
      )}
      <section>
        <h2 className="section-title">{t("job.classes")}</h2>
        <JobClasses classes={classes} />
      </section>
      <section>
        <h2 className="section-title">{t("life.title")}</h2>
        <Life platform={job.platform} jobKey={job.job_key} />
      </section>
      <Corrections platform={job.platform} jobKey={job.job_key} />
      <section>
        <h2 className="section-title">{t("job.same")}</h2>
        <SameJob platform={job.platform} jobKey={job.job_key} />
      </section>
      <section>
        <h2 className="section-title">{t("job.why")}</h2>
        <Why why={why} />
      </section>
      <section>
        <h2 className="section-title">{t("job.fields")}</h2>
        <RecordFields
          record={job}
          times={TIMES}
          without={WITHOUT}
          nameOf={(field) => (hasText(names, field) ? t(`job.field.${field}`) : field)}
        />
      </section>
      <section>
        <h2 className="section-title">{t("job.raw")}</h2>
        {raw === null ? (
          <p className="muted">{t("job.noRaw")}</p>
        ) : (
          <RawJson value={raw} label={t("job.raw")} />
        )}
      </section>
    </Flex>
  );
}
