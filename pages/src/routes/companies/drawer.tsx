/** One company: what it says of itself, its postings, every field, and its page as the site sent it. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Alert, Flex } from "antd";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { companyDetail } from "../../api/companies.ts";
import { jobList } from "../../api/jobs.ts";
import { loadedItems } from "../../api/keyset.ts";
import type { CompanyDetailView } from "../../api/types.ts";
import { formatCount, formatMonthlySalary } from "../../format/numbers.ts";
import { hasText, useTexts } from "../../i18n/texts.ts";
import { CompanyWork } from "../../ui/company-work/company-work.tsx";
import { RawJson } from "../../ui/raw-json.tsx";
import { RecordFields } from "../../ui/record-fields.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { texts as matchTexts } from "../matches/company-texts.ts";
import { CompanyLife } from "./life.tsx";
import { CompanyLogo } from "./logo.tsx";
import { SameCompany } from "./same-company.tsx";
import { texts } from "./texts.ts";
import { CompanyTimelines } from "./timelines.tsx";

interface CompanyDrawerProps {
  platform: Platform;
  companyKey: string;
  onClose: () => void;
}

const TIMES = new Set(["collected_at"]);
const WITHOUT = new Set(["description"]);
/** At most this many of its newest postings are named here. */
const MAX_POSTINGS = 10;

export function CompanyDrawer({ platform, companyKey, onClose }: CompanyDrawerProps) {
  const { t } = useTexts(texts);
  const detail = useQuery(companyDetail(platform, companyKey));
  const company = detail.data?.company;
  return (
    <SideDrawer
      open
      onClose={onClose}
      title={company?.name ?? company?.full_name ?? t("companies.company")}
      data-testid="company-drawer"
    >
      <Loaded query={detail}>{(data) => <Detail detail={data} />}</Loaded>
    </SideDrawer>
  );
}

function Detail({
  detail: { company, logo_sha256, postings, life, raw, masked },
}: {
  detail: CompanyDetailView;
}) {
  const { t } = useTexts(texts, matchTexts);
  const names = texts.en.companies.field;
  const id = { platform: company.platform, company_key: company.company_key };
  return (
    <Flex vertical gap={24}>
      <CompanyLogo company={id} sha256={logo_sha256} size={96} />
      <CompanyWork company={id} name={company.name ?? company.full_name ?? company.company_key} />
      {masked && <Alert type="info" title={t("companies.masked")} />}
      {company.description && (
        <section>
          <h2 className="section-title">{t("companies.about")}</h2>
          <p className="pre-wrap">{company.description}</p>
        </section>
      )}
      <section>
        <h2 className="section-title">{t("companies.jobs")}</h2>
        <Postings platform={company.platform} companyKey={company.company_key} number={postings} />
      </section>
      {life && (
        <section>
          <h2 className="section-title">{t("companies.life")}</h2>
          <CompanyLife life={life} />
        </section>
      )}
      <section>
        <h2 className="section-title">{t("companies.why")}</h2>
        <CompanyTimelines company={id} />
      </section>
      <section>
        <h2 className="section-title">{t("company-matches.elsewhere")}</h2>
        <SameCompany platform={company.platform} companyKey={company.company_key} />
      </section>
      <section>
        <h2 className="section-title">{t("companies.fields")}</h2>
        <RecordFields
          record={company}
          times={TIMES}
          without={WITHOUT}
          nameOf={(field) => (hasText(names, field) ? t(`companies.field.${field}`) : field)}
        />
      </section>
      <section>
        <h2 className="section-title">{t("companies.raw")}</h2>
        {raw === null ? (
          <p className="muted">{t("companies.noRaw")}</p>
        ) : (
          <RawJson value={raw} label={t("companies.raw")} />
        )}
      </section>
    </Flex>
  );
}

interface PostingsProps {
  platform: Platform;
  companyKey: string;
  number: number;
}

function Postings({ platform, companyKey, number }: PostingsProps) {
  const { t, language } = useTexts(texts);
  const filter = { platform: [platform], company_key: [companyKey] };
  const list = useInfiniteQuery({ ...jobList(filter, "newest"), enabled: number > 0 });
  if (number === 0) return <p className="muted">{t("companies.noJobs")}</p>;
  return (
    <>
      <ul className="plain" data-testid="company-jobs">
        {loadedItems(list.data)
          .slice(0, MAX_POSTINGS)
          .map((job) => (
            <li key={job.job_key}>
              <Link to="/jobs" search={{ ...filter, open: `${job.platform}:${job.job_key}` }}>
                {job.title ?? job.job_key}
              </Link>{" "}
              <span className="small muted">
                {[job.city, formatMonthlySalary(job.monthly_min, job.monthly_max, language)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
            </li>
          ))}
      </ul>
      <p>
        <Link to="/jobs" search={filter}>
          {t("companies.allJobs", { number: formatCount(number, language) })}
        </Link>
      </p>
    </>
  );
}
