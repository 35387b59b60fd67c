/** The page of re-cleans: dry runs, what they would change, and what was written. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, type TableColumnsType } from "antd";
import { loadedItems } from "../../api/keyset.ts";
import { recleanList } from "../../api/recleans.ts";
import type { RecleanView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { RunActions } from "./actions.tsx";
import { RecleanDrawer } from "./drawer.tsx";
import { NewRecleanDialog } from "./new-reclean.tsx";
import { RunState } from "./run-state.tsx";
import { type RecleanSearch, readRecleanSearch } from "./search.ts";
import { texts } from "./texts.ts";

const route = getRouteApi("/guarded/recleans");

export function RecleansPage() {
  const { t } = useTexts(texts);
  const search = readRecleanSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<RecleanSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useInfiniteQuery(recleanList);
  const items = loadedItems(list.data);
  const add = (
    <AddButton route="POST /api/v1/recleans" onClick={() => change({ new: "yes" })} data-testid="add-reclean">
      {t("recleans.add")}
    </AddButton>
  );
  return (
    <PageFrame title={t("nav.recleans")} testId="recleans" actions={add}>
      <p className="muted">{t("recleans.hint")}</p>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && <EmptyState title={t("recleans.emptyTitle")} hint={t("recleans.emptyHint")} />
        }
      />
      {items.length > 0 && (
        <>
          <Runs items={items} onOpen={(id) => change({ id, kind: undefined, field: undefined })} />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
      {search.new && <NewRecleanDialog onClose={(id) => change({ new: undefined, id })} />}
      <RecleanDrawer search={search} onChange={change} />
    </PageFrame>
  );
}

function Runs({ items, onOpen }: { items: RecleanView[]; onOpen: (id: string) => void }) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<RecleanView> = [
    {
      title: t("recleans.what"),
      key: "what",
      render: (_, run) => (
        <>
          <Button type="link" className="cell-link" onClick={() => onOpen(run.id)} data-testid="reclean-open">
            {t(`platform.${run.platform}`)} · {t(`recleans.type.${run.data_type}`)}
          </Button>
          <div className="small muted">
            {run.first_day} – {run.last_day}
            {run.sample < 100 && ` · ${t("recleans.percent", { percent: run.sample })}`}
          </div>
          {!wide && <RunState run={run} />}
        </>
      ),
    },
    {
      title: t("fields.state"),
      key: "state",
      width: 180,
      hidden: !wide,
      render: (_, run) => <RunState run={run} />,
    },
    {
      title: t("recleans.changedRows"),
      key: "changed",
      width: 110,
      align: "right",
      render: (_, { counts }) => formatCount(counts.changed, language),
    },
    { title: t("recleans.by"), key: "by", width: 120, hidden: !wide, dataIndex: "created_by" },
    {
      title: t("fields.created"),
      key: "created",
      width: 120,
      hidden: !wide,
      render: (_, { created_at: at }) => <RelativeTime at={at} />,
    },
    actionsColumn({ width: wide ? 240 : 120, render: (run) => <RunActions run={run} /> }),
  ];
  return (
    <DataTable<RecleanView>
      label={t("recleans.table")}
      testId="reclean-table"
      columns={columns}
      dataSource={items}
    />
  );
}
