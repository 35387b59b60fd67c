/** What people decided about companies, newest first, each with a button that undoes it. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Tag } from "antd";
import { companyDecisions } from "../../api/company-matches.ts";
import { loadedItems } from "../../api/keyset.ts";
import type { CompanyDecisionView } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./company-texts.ts";
import { useCompanyDecisions } from "./use-company-decisions.ts";

export function DecidedCompanies() {
  const { t } = useTexts(texts);
  const list = useInfiniteQuery(companyDecisions);
  const items = loadedItems(list.data);
  const { undo } = useCompanyDecisions();
  const empty = (
    <EmptyState title={t("company-matches.noDecisionsTitle")} hint={t("company-matches.noDecisionsHint")} />
  );
  return (
    <>
      <ListStatus list={list} empty={items.length === 0 && empty} />
      {items.length > 0 && (
        <>
          <DataTable<CompanyDecisionView>
            label={t("company-matches.decided")}
            testId="company-decisions"
            columns={[
              {
                title: t("company-matches.verdictLabel"),
                key: "verdict",
                width: 110,
                render: (_, { verdict }) => <Tag>{t(`company-matches.verdict.${verdict}`)}</Tag>,
              },
              {
                title: t("company-matches.companies"),
                key: "companies",
                render: (_, { evidence, note }) => (
                  <>
                    {evidence.map(({ id, name, city }) => (
                      <div key={id} className="wrap">
                        {[name, city].filter(Boolean).join(" · ")} <span className="small muted">{id}</span>
                      </div>
                    ))}
                    {note && <div className="small muted wrap">{note}</div>}
                  </>
                ),
              },
              { title: t("company-matches.by"), dataIndex: "decided_by", width: 140 },
              {
                title: t("company-matches.at"),
                key: "at",
                width: 130,
                render: (_, { decided_at }) => <RelativeTime at={decided_at} />,
              },
              {
                title: "",
                key: "undo",
                width: 150,
                render: (_, { id, undone_by, applied_at }) => (
                  <>
                    {undone_by === null ? (
                      <PermissionButton
                        size="small"
                        route="POST /api/v1/company-decisions/{id}/undo"
                        onClick={() => undo(id)}
                        data-testid="undo-decision"
                      >
                        {t("app.undo")}
                      </PermissionButton>
                    ) : (
                      <span className="small muted">
                        {t("company-matches.undoneBy", { name: undone_by })}
                      </span>
                    )}
                    {applied_at === null && <div className="small muted">{t("company-matches.waits")}</div>}
                  </>
                ),
              },
            ]}
            dataSource={items}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
    </>
  );
}
