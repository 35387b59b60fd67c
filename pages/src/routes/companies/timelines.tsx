/** What happened to a company: the timeline of its cleaning, and of the pull of its postings where there was one. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Tabs } from "antd";
import type { CompanyWork } from "../../../../shared/contracts/company-ledger.ts";
import { COMPANY_WORK } from "../../../../shared/contracts/vocabulary.ts";
import { type CompanyId, companyEvents } from "../../api/company-queue.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Events } from "../keywords/detail/timeline.tsx";
import { texts } from "./texts.ts";

export function CompanyTimelines({ company }: { company: CompanyId }) {
  const { t } = useTexts(texts);
  return (
    <Tabs
      size="small"
      items={COMPANY_WORK.map((work) => ({
        key: work,
        label: t(`companies.work.${work}`),
        children: <Timeline company={company} work={work} />,
      }))}
    />
  );
}

const Timeline = ({ company, work }: { company: CompanyId; work: CompanyWork }) => (
  <Events events={useInfiniteQuery(companyEvents(company, work))} />
);
