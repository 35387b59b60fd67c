/** Names a column of a typed table as the postings and companies pages do. */
import { hasText, useTexts } from "../../i18n/texts.ts";
import { texts as companyTexts } from "../companies/texts.ts";
import { texts as jobTexts } from "../jobs/drawer-texts.ts";

/** @returns gives the name of a column; the column itself where no page names it */
export function useFieldName(): (column: string) => string {
  const { t } = useTexts(jobTexts, companyTexts);
  return (column) => {
    if (hasText(jobTexts.en.job.field, column)) return t(`job.field.${column}`);
    if (hasText(companyTexts.en.companies.field, column)) return t(`companies.field.${column}`);
    return column;
  };
}
