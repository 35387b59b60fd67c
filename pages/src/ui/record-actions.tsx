/** The actions of a record's row: edit and a menu of others, or restore for a deleted one. */
import { Button, Flex } from "antd";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import { useCan } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import { MoreMenu, type RowAction } from "./more-menu.tsx";

interface LiveActionsProps {
  /** The record's name, for screen readers. */
  name: string;
  /** `false` when it is not permitted; the label is "Edit" unless another one is given. */
  edit: { label?: string; onClick: () => void } | false;
  actions: readonly (RowAction | false)[];
}

interface RecordActionsProps extends LiveActionsProps {
  isDeleted: boolean;
  restore: { route: ApiRoute; onClick: () => void };
}

export function RecordActions({ isDeleted, restore, ...live }: RecordActionsProps) {
  const { t } = useTexts();
  const can = useCan();
  if (!isDeleted) return <LiveActions {...live} />;
  return can(restore.route) ? (
    <Button size="small" onClick={restore.onClick} data-testid="restore">
      {t("app.restore")}
    </Button>
  ) : null;
}

/** The actions of a row in a list without deleted records. */
export function LiveActions({ name, edit, actions }: LiveActionsProps) {
  const { t } = useTexts();
  return (
    <Flex gap={4} justify="flex-end">
      {edit && (
        <Button size="small" onClick={edit.onClick} data-testid="edit">
          {edit.label ?? t("app.edit")}
        </Button>
      )}
      <MoreMenu label={t("table.actionsOf", { name })} actions={actions} />
    </Flex>
  );
}
