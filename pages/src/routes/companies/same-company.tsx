/** The rows of the same company elsewhere, its parent and its branches, each with what joined it. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import { companyLinks } from "../../api/company-matches.ts";
import { isFailure } from "../../api/failure.ts";
import type { CompanyLinksView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { Loaded } from "../../ui/side-drawer.tsx";
import { useConfirm } from "../../ui/use-confirm.ts";
import { texts } from "../matches/company-texts.ts";
import { useCompanyDecisions } from "../matches/use-company-decisions.ts";

type Row = CompanyLinksView["rows"][number];

interface SameCompanyProps {
  platform: Platform;
  companyKey: string;
}

export function SameCompany({ platform, companyKey }: SameCompanyProps) {
  const { t } = useTexts(texts);
  const links = useQuery(companyLinks(platform, companyKey));
  const confirm = useConfirm();
  const { decide } = useCompanyDecisions();
  // The name of a company that was collected a moment ago is not compared yet.
  if (isFailure(links.error, "not_found")) return <p className="muted">{t("company-matches.unread")}</p>;
  return (
    <Loaded query={links}>
      {({ company_id, rows, parent, branches }) => {
        const own = rows.find((row) => row.platform === platform && row.company_key === companyKey);
        const others = rows.filter((row) => row !== own);
        return (
          <div data-testid="same-company">
            {others.length === 0 ? (
              <p className="muted">{t("company-matches.alone")}</p>
            ) : (
              <>
                <Rows rows={others} />
                <p>
                  <Link to="/jobs" search={{ company_id: [company_id] }}>
                    {t("company-matches.allJobs")}
                  </Link>
                </p>
                {own && (
                  <PermissionButton
                    size="small"
                    route="POST /api/v1/company-decisions"
                    onClick={() =>
                      confirm({
                        title: t("company-matches.separateTitle", { name: own.name }),
                        content: t("company-matches.separateHint", { number: others.length }),
                        okText: t("company-matches.separate"),
                        onOk: () => decide({ verdict: "different", one: own, others }),
                      })
                    }
                    data-testid="separate"
                  >
                    {t("company-matches.separate")}
                  </PermissionButton>
                )}
              </>
            )}
            {parent.length > 0 && (
              <>
                <h3>{t("company-matches.parent")}</h3>
                <Rows rows={parent} />
              </>
            )}
            {branches.length > 0 && (
              <>
                <h3>{t("company-matches.branches")}</h3>
                <Rows rows={branches} />
              </>
            )}
          </div>
        );
      }}
    </Loaded>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  const { t, language } = useTexts(texts);
  return (
    <ul className="plain">
      {rows.map(({ platform, company_key, name, city, postings, how, evidence }) => (
        <li key={`${platform}:${company_key}`}>
          <Link to="/companies" search={{ open: `${platform}:${company_key}` }}>
            {name}
          </Link>{" "}
          <span className="small muted wrap">
            {[
              t(`platform.${platform}`),
              city,
              `${t("company-matches.field.postings")} ${formatCount(postings, language)}`,
              t(`company-matches.how.${how}`, { value: evidence.value ?? "" }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}
