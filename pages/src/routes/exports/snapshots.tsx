/** The published data set: its snapshots with what changed in each, and their files. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Flex, type TableColumnsType, Tag } from "antd";
import {
  createSnapshot,
  DATA_SET_KEY,
  dataSetAddress,
  type SnapshotView,
  snapshotList,
} from "../../api/data-set.ts";
import { formatBytes } from "../../format/bytes.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";

const COLORS: Record<SnapshotView["state"], string> = {
  running: "processing",
  done: "success",
  failed: "error",
  expired: "default",
};

export function Snapshots() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const onError = useFailureNotice();
  const client = useQueryClient();
  const list = useQuery(snapshotList);
  const publish = useMutation({
    mutationFn: createSnapshot,
    onSuccess: () => void message.success(t("exports.publishing")),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: DATA_SET_KEY }),
  });
  const items = list.data?.items ?? [];
  return (
    <section aria-labelledby="data-set-title" data-testid="data-set">
      <Flex justify="space-between" align="center" gap={8} wrap>
        <h2 id="data-set-title" className="section-title">
          {t("exports.dataSet")}
        </h2>
        <PermissionButton
          route="POST /api/v1/data-set/snapshots"
          loading={publish.isPending}
          onClick={() => publish.mutate()}
          data-testid="publish-snapshot"
        >
          {t("exports.publish")}
        </PermissionButton>
      </Flex>
      <p className="muted">{t("exports.dataSetHint")}</p>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && (
            <EmptyState title={t("exports.noSnapshots")} hint={t("exports.noSnapshotsHint")} />
          )
        }
      />
      {items.length > 0 && <SnapshotTable items={items} />}
    </section>
  );
}

function SnapshotTable({ items }: { items: SnapshotView[] }) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const count = (value: number | null) => (value === null ? t("app.none") : formatCount(value, language));
  const columns: TableColumnsType<SnapshotView> = [
    {
      title: t("exports.day"),
      key: "day",
      width: wide ? 200 : 130,
      render: (_, { day, state, error }) => (
        <>
          <span className="strong">{day}</span>{" "}
          <Tag color={COLORS[state]}>{t(`exports.snapshotState.${state}`)}</Tag>
          {error !== null && <div className="small muted">{error}</div>}
        </>
      ),
    },
    {
      title: t("exports.rowCount"),
      key: "rows",
      width: 110,
      align: "right",
      hidden: !wide,
      render: (_, { rows }) => count(rows),
    },
    {
      title: t("exports.changes"),
      key: "changes",
      width: 260,
      hidden: !wide,
      render: (_, { previous_day: previous, added, changed, gone }) =>
        previous === null ? (
          <span className="muted">{t("exports.first")}</span>
        ) : (
          <>
            {t("exports.changed", { added: count(added), changed: count(changed), gone: count(gone) })}
            <div className="small muted">{t("exports.since", { day: previous })}</div>
          </>
        ),
    },
    {
      title: t("exports.files"),
      key: "files",
      render: (_, { day, files }) => (
        <Flex gap={4} wrap>
          {files.map(({ name, bytes }) => (
            <Button
              key={name}
              size="small"
              href={dataSetAddress(day, name)}
              download
              data-testid="snapshot-file"
            >
              {name} · {formatBytes(bytes, language)}
            </Button>
          ))}
        </Flex>
      ),
    },
  ];
  return (
    <DataTable<SnapshotView>
      label={t("exports.dataSet")}
      testId="snapshot-table"
      rowKey="day"
      columns={columns}
      dataSource={items}
    />
  );
}
