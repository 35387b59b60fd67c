/** The list of roles. */
import { Button, Flex, Grid, Table, type TableColumnsType, Tag } from "antd";
import { deleteRole, type Role, restoreRole } from "../../api/people.ts";
import { useMay } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { LinkButton } from "../../ui/link-button.tsx";
import { MoreMenu } from "../../ui/more-menu.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { useRemoval } from "../../ui/use-removal.tsx";
import { texts } from "./texts.ts";

interface RoleTableProps {
  roles: Role[];
  onEdit: (role: Role) => void;
}

export function RoleTable({ roles, onEdit }: RoleTableProps) {
  const { t, language } = useTexts(texts);
  const wide = Grid.useBreakpoint().lg ?? true;
  const count = (role: Role) =>
    role.superuser ? t("roles.all") : formatCount(role.permission_ids.length, language);
  const columns: TableColumnsType<Role> = [
    { title: t("fields.name"), key: "name", render: (_, role) => <NameCell role={role} full={!wide} /> },
    {
      title: t("user.reach"),
      key: "reach",
      width: 220,
      hidden: !wide,
      render: (_, role) => t(`user.reachOf.${role.reach}`),
    },
    {
      title: t("user.seesRecruiters"),
      key: "sees_recruiters",
      width: 170,
      hidden: !wide,
      render: (_, role) => t(role.sees_recruiters ? "app.yes" : "app.no"),
    },
    {
      title: t("roles.permissions"),
      key: "permissions",
      width: 110,
      align: "right",
      hidden: !wide,
      render: (_, role) => <span className="number">{count(role)}</span>,
    },
    {
      title: t("nav.users"),
      key: "users",
      width: 90,
      align: "right",
      hidden: !wide,
      render: (_, role) => (
        <LinkButton color="primary" variant="link" size="small" to="/users" search={{ role: role.id }}>
          {formatCount(role.users, language)}
        </LinkButton>
      ),
    },
    {
      title: <span className={wide ? undefined : "visually-hidden"}>{t("table.actions")}</span>,
      key: "actions",
      width: 120,
      align: "right",
      render: (_, role) => <Actions role={role} onEdit={onEdit} />,
    },
  ];
  return (
    <TableFrame label={t("nav.roles")} testId="role-table">
      <Table<Role>
        rowKey="id"
        size={wide ? "medium" : "small"}
        columns={columns}
        dataSource={roles}
        pagination={false}
      />
    </TableFrame>
  );
}

function NameCell({ role, full }: { role: Role; full: boolean }) {
  const { t } = useTexts(texts);
  return (
    <div className="cell">
      <Flex gap={8} align="center" wrap>
        <span className="strong" data-testid="role-name">
          {role.name}
        </span>
        {role.built_in && <Tag>{t("table.builtIn")}</Tag>}
        {role.deleted_at !== null && <Tag>{t("state.deleted")}</Tag>}
      </Flex>
      <div className="small muted">{role.description}</div>
      {full && (
        <div className="small">
          {t("user.reach")}: {t(`user.reachOf.${role.reach}`)}
        </div>
      )}
    </div>
  );
}

function Actions({ role, onEdit }: { role: Role; onEdit: (role: Role) => void }) {
  const { t } = useTexts(texts);
  const may = useMay();
  const { remove, restore } = useRemoval<Role>({
    nameOf: ({ name }) => name,
    remove: deleteRole,
    restore: restoreRole,
    hint: t("roles.deleteHint"),
  });
  if (role.deleted_at !== null) {
    return may("POST /api/v1/roles/{id}/restore") ? (
      <Button size="small" onClick={() => restore(role)} data-testid="restore">
        {t("app.restore")}
      </Button>
    ) : null;
  }
  const canEdit = may("PATCH /api/v1/roles/{id}") && !role.superuser;
  const canDelete = may("DELETE /api/v1/roles/{id}") && !role.built_in;
  return (
    <Flex gap={4} justify="flex-end">
      <Button size="small" onClick={() => onEdit(role)} data-testid="edit">
        {canEdit ? t("app.edit") : t("app.show")}
      </Button>
      <MoreMenu
        label={t("table.actionsOf", { keyword: role.name })}
        actions={
          canDelete
            ? [{ key: "delete", label: t("app.delete"), danger: true, onClick: () => remove(role) }]
            : []
        }
      />
    </Flex>
  );
}
