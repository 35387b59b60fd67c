/** Audit log: who changed what, when, from where, and what it was before. */
import { ReloadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Card, Typography } from "antd";
import { auditList } from "../../api/audit-log.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { AuditFilters } from "./filters.tsx";
import { type AuditSearch, filterOf } from "./search.ts";
import { AuditTable } from "./table.tsx";
import { texts } from "./texts.ts";
import "./audit-log.css";

const route = getRouteApi("/guarded/audit-log");

export function AuditLogPage() {
  const { t } = useTexts(texts);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(auditList(filterOf(search)));
  const entries = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.values(search).some((value) => value !== undefined);
  const change = (part: Partial<AuditSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = () => void navigate({ search: {} });

  return (
    <div className="page" data-testid="audit-log">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.audit-log")}</Typography.Title>
        <Button
          icon={<ReloadOutlined />}
          loading={list.isRefetching}
          onClick={() => void list.refetch()}
          data-testid="refresh-audit"
        >
          {t("app.refresh")}
        </Button>
      </div>
      <AuditFilters search={search} onChange={change} onClear={filtered ? clear : undefined} />
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && entries.length === 0 && (
        <Card>
          <Guide title={t("audit-log.emptyTitle")} hint={t("audit-log.emptyHint")}>
            {filtered && <Button onClick={clear}>{t("app.reset")}</Button>}
          </Guide>
        </Card>
      )}
      {entries.length > 0 && (
        <>
          <AuditTable entries={entries} onFilter={change} />
          <LoadMore
            shown={entries.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </div>
  );
}
