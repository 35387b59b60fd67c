/** What people decided about companies. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { companyDecisions } from "../../api/company-matches.ts";
import type { CompanyDecisionView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { readPlatformKey } from "../../ui/job-filter/address.ts";
import { texts } from "./company-texts.ts";
import { DecisionTable } from "./decision-table.tsx";
import { useCompanyDecisions } from "./use-company-decisions.ts";

export function DecidedCompanies() {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(companyDecisions);
  const { undo } = useCompanyDecisions();
  return (
    <DecisionTable<CompanyDecisionView>
      list={list}
      testId="company-decisions"
      verdictOf={({ verdict }) => t(`company-matches.verdict.${verdict}`)}
      subject={{
        title: t("company-matches.companies"),
        render: ({ evidence, note }) => (
          <>
            {evidence.map(({ id, name, city }) => {
              const platform = readPlatformKey(id)?.platform;
              return (
                <div key={id} className="wrap">
                  <Link to="/companies" search={{ open: id }}>
                    {name}
                  </Link>{" "}
                  <span className="small muted">
                    {[platform && t(`platform.${platform}`), city].filter(Boolean).join(" · ")}
                  </span>
                </div>
              );
            })}
            {note && <div className="small muted wrap">{note}</div>}
          </>
        ),
      }}
      note={({ applied_at: at }) =>
        at === null && <div className="small muted">{t("company-matches.waits")}</div>
      }
      undo={undo}
      undoRoute="POST /api/v1/company-decisions/{id}/undo"
      undoTestId="undo-decision"
    />
  );
}
