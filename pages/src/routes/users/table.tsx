/** The list of users. On narrow screens the columns fold into two. */
import { Button, Flex, Grid, Table, type TableColumnsType, Tag } from "antd";
import type { User } from "../../api/people.ts";
import { useMay, useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { MoreMenu, type RowAction } from "../../ui/more-menu.tsx";
import { TableFrame } from "../../ui/table-frame.tsx";
import { ShortTime } from "../../ui/time.tsx";
import { texts } from "./texts.ts";
import { useUserActions } from "./use-user-actions.tsx";

interface UserTableProps {
  users: User[];
  onEdit: (user: User) => void;
  onPassword: (user: User) => void;
}

export function UserTable({ users, onEdit, onPassword }: UserTableProps) {
  const { t } = useTexts(texts);
  const wide = Grid.useBreakpoint().lg ?? true;
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
    {
      title: <span className={wide ? undefined : "visually-hidden"}>{t("table.actions")}</span>,
      key: "actions",
      width: 120,
      align: "right",
      render: (_, user) => <Actions user={user} onEdit={onEdit} onPassword={onPassword} />,
    },
  ];
  return (
    <TableFrame label={t("nav.users")} testId="user-table">
      <Table<User>
        rowKey="id"
        size={wide ? "medium" : "small"}
        columns={columns}
        dataSource={users}
        pagination={false}
      />
    </TableFrame>
  );
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
    user.deleted_at !== null && { key: "deleted", color: "default" },
    user.disabled && { key: "disabled", color: "error" },
    user.must_change_password && { key: "mustChange", color: "warning" },
    user.two_factor_enabled && { key: "twoFactor", color: "success" },
  ].filter((tag) => tag !== false) as {
    key: "deleted" | "disabled" | "mustChange" | "twoFactor";
    color: string;
  }[];
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
  const may = useMay();
  const me = useMe();
  const { setDisabled, remove, restore } = useUserActions();
  if (user.deleted_at !== null) {
    return may("POST /api/v1/users/{id}/restore") ? (
      <Button size="small" onClick={() => restore(user)} data-testid="restore">
        {t("app.restore")}
      </Button>
    ) : null;
  }
  const isSelf = user.id === me.user.id;
  const actions: (RowAction | false)[] = [
    may("POST /api/v1/users/{id}/password") && {
      key: "password",
      label: t("users.newPassword"),
      onClick: () => onPassword(user),
    },
    may("PATCH /api/v1/users/{id}") && {
      key: user.disabled ? "enable" : "disable",
      label: user.disabled ? t("users.enable") : t("users.disable"),
      onClick: () => setDisabled(user, !user.disabled),
    },
    may("DELETE /api/v1/users/{id}") && {
      key: "delete",
      label: t("app.delete"),
      danger: true,
      onClick: () => remove(user),
    },
  ];
  return (
    <Flex gap={4} justify="flex-end">
      {may("PATCH /api/v1/users/{id}") && (
        <Button size="small" onClick={() => onEdit(user)} data-testid="edit">
          {t("app.edit")}
        </Button>
      )}
      {/* Nobody shuts themselves out; the own password is changed under "account". */}
      {!isSelf && (
        <MoreMenu
          label={t("table.actionsOf", { keyword: user.username })}
          actions={actions.filter((action) => action !== false)}
        />
      )}
    </Flex>
  );
}
