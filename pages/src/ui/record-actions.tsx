/** The actions of a record's row: edit and a menu of others, or restore for a deleted one. */
import { Button, Flex } from "antd";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import { useCan } from "../auth/me.ts";
import { useTexts } from "../i18n/texts.ts";
import { MoreMenu, type RowAction } from "./more-menu.tsx";

interface RecordActionsProps {
  /** The record's name, for screen readers. */
  name: string;
  isDeleted: boolean;
  restore: { route: ApiRoute; onClick: () => void };
  /** `false` when it is not permitted; the label is "Edit" unless another one is given. */
  edit: { label?: string; onClick: () => void } | false;
  actions: readonly (RowAction | false)[];
}

export function RecordActions({ name, isDeleted, restore, edit, actions }: RecordActionsProps) {
  const { t } = useTexts();
  const can = useCan();
  if (isDeleted) {
    return can(restore.route) ? (
      <Button size="small" onClick={restore.onClick} data-testid="restore">
        {t("app.restore")}
      </Button>
    ) : null;
  }
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
