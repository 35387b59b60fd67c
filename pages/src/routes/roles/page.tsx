/** Roles: whose records they see, what they may, which menus they show. */
import { PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Flex, Typography } from "antd";
import { useState } from "react";
import { type Role, roleList } from "../../api/people.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { ShowDeleted } from "../../ui/filter-bar.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { RefreshPermissions } from "./refresh-permissions.tsx";
import { RoleEditor } from "./role-editor.tsx";
import { RoleTable } from "./table.tsx";
import { texts } from "./texts.ts";

export function RolesPage() {
  const { t } = useTexts(texts);
  const [deleted, setDeleted] = useState(false);
  const editor = useDialog<Role | "new">();
  const list = useQuery(roleList(deleted));
  return (
    <div className="page" data-testid="roles">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.roles")}</Typography.Title>
        <Flex gap={8} wrap>
          <RefreshPermissions />
          <MayButton
            route="POST /api/v1/roles"
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => editor.open("new")}
            data-testid="add-role"
          >
            {t("roles.add")}
          </MayButton>
        </Flex>
      </div>
      <div className="filters">
        <ShowDeleted checked={deleted} onChange={setDeleted} />
      </div>
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && <RoleTable roles={list.data.items} onEdit={editor.open} />}
      {editor.subject && (
        <RoleEditor key={editor.turn} open={editor.isOpen} edited={editor.subject} onClose={editor.close} />
      )}
    </div>
  );
}
