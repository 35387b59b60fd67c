/** The audit log page: who changed what, when, from where, and what it was before. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button } from "antd";
import { auditList } from "../../api/audit-log.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { RefreshButton } from "../../ui/refresh-button.tsx";
import { isFiltered } from "../search-values.ts";
import { AuditFilters } from "./filters.tsx";
import { type AuditSearch, filterOf, readAuditSearch } from "./search.ts";
import { AuditTable } from "./table.tsx";
import { texts } from "./texts.ts";
import "./audit-log.css";

const route = getRouteApi("/guarded/audit-log");

export function AuditLogPage() {
  const { t } = useTexts(texts);
  const search = readAuditSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(auditList(filterOf(search)));
  const entries = loadedItems(list.data);
  const filtered = isFiltered(search);
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }) });
  const clear = () => void navigate({ search: {} });

  return (
    <PageFrame
      title={t("nav.audit-log")}
      testId="audit-log"
      actions={<RefreshButton list={list} data-testid="refresh-audit" />}
    >
      <AuditFilters search={search} onChange={change} onClear={filtered ? clear : undefined} />
      <ListStatus
        list={list}
        empty={
          entries.length === 0 && (
            <EmptyState title={t("audit-log.emptyTitle")} hint={t("audit-log.emptyHint")}>
              {filtered && <Button onClick={clear}>{t("app.reset")}</Button>}
            </EmptyState>
          )
        }
      />
      {entries.length > 0 && (
        <>
          <AuditTable entries={entries} onFilter={change} />
          <LoadMore shown={entries.length} list={list} />
        </>
      )}
    </PageFrame>
  );
}
