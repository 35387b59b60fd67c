/** What people decided, newest first, each with a button that undoes it. */
import { Tag } from "antd";
import type { ReactNode } from "react";
import type { ApiRoute } from "../../../../workers/api/client-type.ts";
import { type KeysetList, loadedItems } from "../../api/keyset.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./texts.ts";

interface Decision {
  id: string;
  decided_by: string;
  decided_at: number;
  undone_by: string | null;
}

interface DecisionTableProps<Row extends Decision> {
  list: KeysetList<Row>;
  testId: string;
  verdictOf: (row: Row) => string;
  /** The column of what a decision is about. */
  subject: { title: string; render: (row: Row) => ReactNode };
  /** Stands below the button, where there is something to say. */
  note?: (row: Row) => ReactNode;
  undo: (id: string) => void;
  undoRoute: ApiRoute;
  undoTestId: string;
}

export function DecisionTable<Row extends Decision>({
  list,
  testId,
  verdictOf,
  subject,
  note,
  undo,
  undoRoute,
  undoTestId,
}: DecisionTableProps<Row>) {
  const { t } = useTexts(texts);
  const items = loadedItems(list.data);
  const empty = <EmptyState title={t("matches.noDecisionsTitle")} hint={t("matches.noDecisionsHint")} />;
  return (
    <>
      <ListStatus list={list} empty={items.length === 0 && empty} />
      {items.length > 0 && (
        <>
          <DataTable<Row>
            label={t("matches.decided")}
            testId={testId}
            columns={[
              {
                title: t("matches.verdictLabel"),
                key: "verdict",
                width: 110,
                render: (_, row) => <Tag>{verdictOf(row)}</Tag>,
              },
              { title: subject.title, key: "subject", render: (_, row) => subject.render(row) },
              { title: t("matches.by"), key: "by", width: 140, render: (_, { decided_by: name }) => name },
              {
                title: t("matches.at"),
                key: "at",
                width: 130,
                render: (_, { decided_at: at }) => <RelativeTime at={at} />,
              },
              {
                title: "",
                key: "undo",
                width: 150,
                render: (_, row) => (
                  <>
                    {row.undone_by === null ? (
                      <PermissionButton
                        size="small"
                        route={undoRoute}
                        onClick={() => undo(row.id)}
                        data-testid={undoTestId}
                      >
                        {t("app.undo")}
                      </PermissionButton>
                    ) : (
                      <span className="small muted">{t("matches.undoneBy", { name: row.undone_by })}</span>
                    )}
                    {note?.(row)}
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
