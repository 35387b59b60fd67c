/** Dead letters as a table: content, error, actions. */
import { Button, type TableColumnsType } from "antd";
import type { DeadLetter } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import type { DeadLetterActions } from "./use-dead-letter-actions.ts";

interface DeadLetterTableProps {
  letters: DeadLetter[];
  onOpen: (id: string) => void;
  actions: DeadLetterActions;
}

export function DeadLetterTable({ letters, onOpen, actions }: DeadLetterTableProps) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const can = useCan();
  const columns: TableColumnsType<DeadLetter> = [
    {
      title: t("ingest.deadLetter"),
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
    actionsColumn({
      width: 60,
      render: (letter) => (
        <MoreMenu
          label={t("table.actions")}
          actions={[
            can("POST /api/v1/ingest/dead-letters/{id}/replay") && {
              key: "replay",
              label: t("ingest.replay"),
              onClick: () => actions.replay(letter),
            },
            can("DELETE /api/v1/ingest/dead-letters/{id}") && {
              key: "discard",
              label: t("ingest.discard"),
              danger: true,
              onClick: () => actions.discard(letter),
            },
          ]}
        />
      ),
    }),
  ];
  return (
    <DataTable<DeadLetter>
      label={t("ingest.deadLetters")}
      testId="dead-letter-table"
      columns={columns}
      dataSource={letters}
    />
  );
}
