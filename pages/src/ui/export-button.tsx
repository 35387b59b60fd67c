/**
 * Leads to a new export with the filter of the list that is shown; format and columns are chosen there. The filter
 * stands in the address, so that the link can be shared.
 */
import { ExportOutlined } from "@ant-design/icons";
import type { ExportSubject } from "../../../shared/contracts/exports.ts";
import type { JobFilter } from "../../../shared/contracts/job-filter.ts";
import { stringifySearch } from "../app/search-format.ts";
import { useCan } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import { LinkButton } from "./link-button.tsx";

interface ExportButtonProps {
  subject: ExportSubject;
  filter: JobFilter;
}

export function ExportButton({ subject, filter }: ExportButtonProps) {
  const { t } = useTexts();
  if (!useCan()("POST /api/v1/exports")) return null;
  return (
    <LinkButton
      to="/exports"
      search={{ new: subject, filter: stringifySearch({ ...filter }).slice(1) || undefined }}
      icon={<ExportOutlined />}
      data-testid="export-list"
    >
      {t("app.export")}
    </LinkButton>
  );
}
