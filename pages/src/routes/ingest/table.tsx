/** Dead letters as a table: what they are, why they died, what can be done. */
import { Button, Flex, Grid, Table, type TableColumnsType } from "antd";
import type { DeadLetter } from "../../api/types.ts";
import { useMay } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { texts } from "./texts.ts";
import type { DeadLetterActions } from "./use-dead-letter-actions.ts";

interface DeadLetterTableProps {
  letters: DeadLetter[];
  onOpen: (id: string) => void;
  actions: DeadLetterActions;
}

export function DeadLetterTable({ letters, onOpen, actions }: DeadLetterTableProps) {
  const { t, language } = useTexts(texts);
  const wide = Grid.useBreakpoint().lg ?? true;
  const may = useMay();
  const menuOf = (letter: DeadLetter) => [
    ...(may("POST /api/v1/ingest/dead-letters/{id}/replay")
      ? [{ key: "replay", label: t("ingest.replay"), onClick: () => actions.replay(letter) }]
      : []),
    ...(may("DELETE /api/v1/ingest/dead-letters/{id}")
      ? [{ key: "discard", label: t("ingest.discard"), danger: true, onClick: () => actions.discard(letter) }]
      : []),
  ];
  const columns: TableColumnsType<DeadLetter> = [
    {
      title: t("ingest.letter"),
      key: "letter",
      render: (_, { id, platform, data_type, source }) => (
        <div className="cell">
          <Button type="link" className="cell-link" onClick={() => onOpen(id)} data-testid="open-letter">
            {t(`platform.${platform}`)} · {t(`ingest.type.${data_type}`)}
          </Button>
          <div className="small muted wrap">{source}</div>
        </div>
      ),
    },
    {
      title: t("fields.rows"),
      key: "rows",
      align: "right",
      width: 90,
      render: (_, { received }) => formatCount(received, language),
    },
    {
      title: t("ingest.error"),
      key: "error",
      hidden: !wide,
      render: (_, { error }) => <code className="small wrap">{error}</code>,
    },
    {
      title: t("ingest.diedAt"),
      key: "dead_at",
      width: 150,
      hidden: !wide,
      render: (_, { dead_at }) => dead_at !== null && <RelativeTime at={dead_at} />,
    },
    {
      title: <span className="visually-hidden">{t("table.actions")}</span>,
      key: "actions",
      width: 60,
      align: "right",
      render: (_, letter) => (
        <Flex justify="end">
          <MoreMenu label={t("table.actions")} actions={menuOf(letter)} />
        </Flex>
      ),
    },
  ];
  return (
    <TableFrame label={t("ingest.deadLetters")} testId="dead-letter-table">
      <Table<DeadLetter>
        rowKey="id"
        size={wide ? "medium" : "small"}
        columns={columns}
        dataSource={letters}
        pagination={false}
      />
    </TableFrame>
  );
}
