/** Users: list with filters, new ones, changes, passwords, deletion. */
import { PlusOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Card, Typography } from "antd";
import { type User, type UserFilter, userList } from "../../api/people.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { Guide } from "../../ui/guide.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { LoadingCard } from "../../ui/loading-card.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { UserFilters } from "./filters.tsx";
import { ResetPasswordDialog } from "./reset-password-dialog.tsx";
import { UserTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { UserForm } from "./user-form.tsx";

const route = getRouteApi("/guarded/users");

/** A password that is shown once, and whose. */
export interface FirstPassword {
  username: string;
  password: string;
}

export function UsersPage() {
  const { t } = useTexts(texts);
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(userList(filter));
  const form = useDialog<User | "new">();
  const reset = useDialog<User>();
  const made = useDialog<FirstPassword>();

  const users = list.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.values(filter).some((value) => value !== undefined);
  const change = (part: Partial<UserFilter>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: true });
  const clear = () => void navigate({ search: {} });

  return (
    <div className="page" data-testid="users">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.users")}</Typography.Title>
        <MayButton
          route="POST /api/v1/users"
          type="primary"
          icon={<PlusOutlined />}
          onClick={() => form.open("new")}
          data-testid="add-user"
        >
          {t("users.add")}
        </MayButton>
      </div>
      <UserFilters filter={filter} onChange={change} onClear={filtered ? clear : undefined} />
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {list.isLoading && <LoadingCard />}
      {list.data && users.length === 0 && (
        <Card>
          <Guide title={t("users.noMatchTitle")} hint={t("filters.noMatchHint")}>
            <Button onClick={clear}>{t("app.reset")}</Button>
          </Guide>
        </Card>
      )}
      {users.length > 0 && (
        <>
          <UserTable users={users} onEdit={form.open} onPassword={reset.open} />
          <LoadMore
            shown={users.length}
            hasMore={list.hasNextPage}
            loading={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
      {form.subject && (
        <UserForm
          key={`form ${form.turn}`}
          open={form.isOpen}
          edited={form.subject}
          onClose={form.close}
          onMade={made.open}
        />
      )}
      {reset.subject && (
        <ResetPasswordDialog
          key={`reset ${reset.turn}`}
          open={reset.isOpen}
          user={reset.subject}
          onClose={reset.close}
          onMade={made.open}
        />
      )}
      {made.subject && (
        <SecretDialog
          key={`made ${made.turn}`}
          open={made.isOpen}
          title={t("users.passwordOf", { name: made.subject.username })}
          hint={t("users.passwordHint")}
          secret={made.subject.password}
          onClose={made.close}
        />
      )}
    </div>
  );
}
