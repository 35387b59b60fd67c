/** The list of roles. */
import { Flex, type TableColumnsType, Tag } from "antd";
import { deleteRole, restoreRole } from "../../api/roles.ts";
import type { Role } from "../../api/types.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { RecordActions } from "../../ui/record-actions.tsx";
import { useRemoval } from "../../ui/use-removal.ts";
import { useWide } from "../../ui/use-wide.ts";
import { roleDescription } from "./role-words.ts";
import { texts } from "./texts.ts";

interface RoleTableProps {
  roles: Role[];
  onEdit: (role: Role) => void;
}

export function RoleTable({ roles, onEdit }: RoleTableProps) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
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
    actionsColumn({
      width: 120,
      hasTitle: wide,
      render: (role) => <Actions role={role} onEdit={onEdit} />,
    }),
  ];
  return <DataTable<Role> label={t("nav.roles")} testId="role-table" columns={columns} dataSource={roles} />;
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
      <div className="small muted">{roleDescription(role, t)}</div>
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
  const can = useCan();
  const { remove, restore } = useRemoval<Role>({
    nameOf: ({ name }) => name,
    remove: deleteRole,
    restore: restoreRole,
    hint: t("roles.deleteHint"),
  });
  const canEdit = can("PATCH /api/v1/roles/{id}") && !role.superuser;
  return (
    <RecordActions
      name={role.name}
      isDeleted={role.deleted_at !== null}
      restore={{ route: "POST /api/v1/roles/{id}/restore", onClick: () => restore(role) }}
      edit={{ label: canEdit ? t("app.edit") : t("app.show"), onClick: () => onEdit(role) }}
      actions={[
        can("DELETE /api/v1/roles/{id}") &&
          !role.built_in && {
            key: "delete",
            label: t("app.delete"),
            danger: true,
            onClick: () => remove(role),
          },
      ]}
    />
  );
}
