/** The exports page: files of postings and companies, and what makes them. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { EXPORT_FILE_DAYS } from "../../../../shared/contracts/exports.ts";
import { exportList } from "../../api/exports.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useCan } from "../../auth/me.ts";
import { formatDateTime } from "../../format/times.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { ExportDrawer } from "./drawer.tsx";
import { NewExportDialog } from "./new-export.tsx";
import { type ExportSearch, readExportSearch } from "./search.ts";
import { Snapshots } from "./snapshots.tsx";
import { ExportTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { type IssuedLink, useExportActions } from "./use-export-actions.ts";

const route = getRouteApi("/guarded/exports");

export function ExportsPage() {
  const { t, language } = useTexts(texts);
  const { new: wanted, filter = "", id } = readExportSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const can = useCan();
  const change = (part: Partial<ExportSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useInfiniteQuery(exportList);
  const items = loadedItems(list.data);
  const issued = useDialog<IssuedLink>();
  const actions = useExportActions(issued.open);
  const add = (
    <AddButton route="POST /api/v1/exports" onClick={() => change({ new: "jobs" })} data-testid="add-export">
      {t("exports.add")}
    </AddButton>
  );
  return (
    <PageFrame title={t("nav.exports")} testId="exports" actions={add}>
      <p className="muted">{t("exports.hint", { days: EXPORT_FILE_DAYS })}</p>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && <EmptyState title={t("exports.emptyTitle")} hint={t("exports.emptyHint")} />
        }
      />
      {items.length > 0 && (
        <>
          <ExportTable items={items} actions={actions} onOpen={(opened) => change({ id: opened })} />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
      {wanted && (
        <NewExportDialog
          subject={wanted}
          filter={filter}
          onChange={change}
          onClose={() => change({ new: undefined, filter: undefined })}
        />
      )}
      {issued.subject && (
        <SecretDialog
          key={`link ${issued.turn}`}
          open={issued.isOpen}
          title={t("exports.linkTitle")}
          hint={t("exports.linkHint")}
          secret={issued.subject.url}
          onClose={issued.close}
        >
          <p className="small muted">
            {t("exports.linkUntil", { time: formatDateTime(issued.subject.expires_at, language) })}
          </p>
        </SecretDialog>
      )}
      {can("GET /api/v1/data-set/snapshots") && <Snapshots />}
      <ExportDrawer item={items.find((item) => item.id === id)} onClose={() => change({ id: undefined })} />
    </PageFrame>
  );
}
