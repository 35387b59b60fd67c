/** The roles page: whose records a role sees, its permissions and its menus. */
import { useQuery } from "@tanstack/react-query";
import { Flex } from "antd";
import { useState } from "react";
import { roleList } from "../../api/roles.ts";
import type { Role } from "../../api/types.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { RoleDrawer } from "./drawer.tsx";
import { RefreshPermissions } from "./refresh-permissions.tsx";
import { RoleTable } from "./table.tsx";
import { texts } from "./texts.ts";

export function RolesPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const drawer = useDialog<Role | "new">();
  const list = useQuery(roleList(deleted));
  return (
    <PageFrame
      title={t("nav.roles")}
      testId="roles"
      actions={
        <Flex gap={8} wrap>
          <RefreshPermissions />
          <AddButton route="POST /api/v1/roles" onClick={() => drawer.open("new")} data-testid="add-role">
            {t("roles.add")}
          </AddButton>
        </Flex>
      }
    >
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      <ListStatus list={list} />
      {list.data && <RoleTable roles={list.data.items} onEdit={drawer.open} />}
      {drawer.subject && (
        <RoleDrawer key={drawer.turn} open={drawer.isOpen} edited={drawer.subject} onClose={drawer.close} />
      )}
    </PageFrame>
  );
}
