/** The list of companies. On narrow screens the columns fold into two. A row opens by a click and by Enter. */
import { Button, type TableColumnsType } from "antd";
import type { CompanyView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { CompanyStateTag } from "../../ui/company-work/company-state.tsx";
import { DataTable } from "../../ui/data-table.tsx";
import { texts as filterTexts } from "../../ui/job-filter/texts.ts";
import { valueText } from "../../ui/job-filter/words.ts";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { CompanyLogo } from "./logo.tsx";
import { texts } from "./texts.ts";

interface CompanyTableProps {
  companies: CompanyView[];
  onOpen: (company: CompanyView) => void;
}

const nameOf = ({ name, full_name, company_key }: CompanyView): string => name ?? full_name ?? company_key;

export function CompanyTable({ companies, onOpen }: CompanyTableProps) {
  const { t, language } = useTexts(texts, filterTexts);
  const wide = useWide();
  const none = <span className="muted">{t("app.none")}</span>;
  const size = (company: CompanyView) =>
    company.company_size === null
      ? company.company_size_text
      : valueText("company_size", company.company_size, t, language);
  const columns: TableColumnsType<CompanyView> = [
    {
      title: t("companies.company"),
      key: "company",
      render: (_, company) => (
        <div className="cell">
          <Button
            type="link"
            className="cell-link"
            onClick={() => onOpen(company)}
            data-testid="open-company"
          >
            <CompanyLogo company={company} sha256={company.logo_sha256} size={48} />
            <span className="wrap">{nameOf(company)}</span>
          </Button>
          <div className="small muted">
            {[
              t(`platform.${company.platform}`),
              company.full_name !== nameOf(company) && company.full_name,
              !wide && company.city,
              !wide && company.industry,
            ]
              .filter(Boolean)
              .join(" · ")}
          </div>
        </div>
      ),
    },
    {
      title: t("fields.city"),
      key: "city",
      width: 90,
      hidden: !wide,
      render: (_, { city }) => city ?? none,
    },
    {
      title: t("companies.industry"),
      key: "industry",
      width: "15%",
      hidden: !wide,
      render: (_, { industry }) => industry ?? none,
    },
    {
      title: t("companies.size"),
      key: "size",
      width: 130,
      hidden: !wide,
      render: (_, company) => size(company) ?? none,
    },
    {
      title: t("companies.type"),
      key: "type",
      width: 96,
      hidden: !wide,
      render: (_, { company_type }) => company_type ?? none,
    },
    {
      title: t("companies.postings"),
      key: "postings",
      width: 90,
      align: "right",
      render: (_, { postings }) => <span className="number">{formatCount(postings, language)}</span>,
    },
    {
      title: t("companies.open"),
      key: "open",
      width: 70,
      align: "right",
      hidden: !wide,
      render: (_, { open_postings }) => (
        <span className="number">{formatCount(open_postings, language)}</span>
      ),
    },
    {
      title: t("companies.cleaning"),
      key: "cleaning",
      width: 144,
      hidden: !wide,
      render: (_, { cleaning_state: state, cleaned_at: at }) => (
        <>
          {state && <CompanyStateTag state={state} />}
          <div className="small muted">
            {at === null ? t("companies.notCleaned") : <RelativeTime at={at} />}
          </div>
        </>
      ),
    },
  ];
  return (
    <DataTable<CompanyView>
      label={t("companies.table")}
      testId="company-table"
      hasStickyHead
      rowKey={(company) => `${company.platform}:${company.company_key}`}
      columns={columns}
      dataSource={companies}
      onOpen={onOpen}
    />
  );
}
