/** The list of users. On narrow screens the columns fold into two. */
import { Flex, type TableColumnsType, Tag } from "antd";
import type { User } from "../../api/types.ts";
import { useCan, useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import type { RowAction } from "../../ui/more-menu.tsx";
import { RecordActions } from "../../ui/record-actions.tsx";
import { ShortTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";
import { useUserActions } from "./use-user-actions.ts";

interface UserTableProps {
  users: User[];
  onEdit: (user: User) => void;
  onPassword: (user: User) => void;
}

export function UserTable({ users, onEdit, onPassword }: UserTableProps) {
  const { t } = useTexts(texts);
  const wide = useWide();
  const columns: TableColumnsType<User> = [
    { title: t("user.name"), key: "name", render: (_, user) => <NameCell user={user} full={!wide} /> },
    {
      title: t("user.department"),
      key: "department",
      hidden: !wide,
      render: (_, user) => user.department?.name ?? <span className="muted">{t("app.none")}</span>,
    },
    { title: t("user.roles"), key: "roles", hidden: !wide, render: (_, user) => <RoleTags user={user} /> },
    { title: t("fields.state"), key: "state", hidden: !wide, render: (_, user) => <StateTags user={user} /> },
    {
      title: t("fields.created"),
      key: "created",
      width: 150,
      hidden: !wide,
      render: (_, user) => <ShortTime at={user.created_at} />,
    },
    actionsColumn({
      width: 120,
      hasTitle: wide,
      render: (user) => <Actions user={user} onEdit={onEdit} onPassword={onPassword} />,
    }),
  ];
  return <DataTable<User> label={t("nav.users")} testId="user-table" columns={columns} dataSource={users} />;
}

function NameCell({ user, full }: { user: User; full: boolean }) {
  const { t } = useTexts(texts);
  const me = useMe();
  return (
    <div className="cell">
      <span className="strong">{user.name}</span>{" "}
      {user.id === me.user.id && <span className="small muted">{t("users.self")}</span>}
      <div className="small muted" data-testid="username">
        {user.username}
      </div>
      <div className="small muted">{user.email}</div>
      {full && (
        <Flex gap={4} wrap>
          {user.department && <Tag>{user.department.name}</Tag>}
          <RoleTags user={user} />
          <StateTags user={user} />
        </Flex>
      )}
    </div>
  );
}

function RoleTags({ user: { roles } }: { user: User }) {
  const { t } = useTexts(texts);
  if (roles.length === 0) return <span className="muted">{t("user.noRole")}</span>;
  return (
    <Flex gap={4} wrap>
      {roles.map(({ id, name }) => (
        <Tag key={id} color="blue">
          <span className="tag-text">{name}</span>
        </Tag>
      ))}
    </Flex>
  );
}

function StateTags({ user }: { user: User }) {
  const { t } = useTexts(texts);
  const tags = [
    user.deleted_at !== null && ({ key: "deleted", color: "default" } as const),
    user.disabled && ({ key: "disabled", color: "error" } as const),
    user.must_change_password && ({ key: "mustChange", color: "warning" } as const),
    user.two_factor_enabled && ({ key: "twoFactor", color: "success" } as const),
  ].filter((tag) => tag !== false);
  return (
    <Flex gap={4} wrap>
      {tags.map(({ key, color }) => (
        <Tag key={key} color={color} data-testid={`user-${key}`}>
          <span className="tag-text">{t(`users.stateOf.${key}`)}</span>
        </Tag>
      ))}
    </Flex>
  );
}

interface ActionsProps {
  user: User;
  onEdit: (user: User) => void;
  onPassword: (user: User) => void;
}

function Actions({ user, onEdit, onPassword }: ActionsProps) {
  const { t } = useTexts(texts);
  const can = useCan();
  const me = useMe();
  const { setDisabled, remove, restore } = useUserActions();
  const actions: (RowAction | false)[] = [
    can("POST /api/v1/users/{id}/password") && {
      key: "password",
      label: t("users.newPassword"),
      onClick: () => onPassword(user),
    },
    can("PATCH /api/v1/users/{id}") && {
      key: user.disabled ? "enable" : "disable",
      label: user.disabled ? t("users.enable") : t("users.disable"),
      onClick: () => setDisabled(user, !user.disabled),
    },
    can("DELETE /api/v1/users/{id}") && {
      key: "delete",
      label: t("app.delete"),
      danger: true,
      onClick: () => remove(user),
    },
  ];
  return (
    <RecordActions
      name={user.username}
      isDeleted={user.deleted_at !== null}
      restore={{ route: "POST /api/v1/users/{id}/restore", onClick: () => restore(user) }}
      edit={can("PATCH /api/v1/users/{id}") && { onClick: () => onEdit(user) }}
      // Users cannot lock themselves out; they change their password on the account page.
      actions={user.id === me.user.id ? [] : actions}
    />
  );
}
