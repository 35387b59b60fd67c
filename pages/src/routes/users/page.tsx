/** The users page: list with filters, creation, changes, passwords, deletion. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { loadedItems } from "../../api/keyset.ts";
import type { User } from "../../api/types.ts";
import { type UserFilter, userList } from "../../api/users.ts";
import { useTexts } from "../../i18n/texts.ts";
import { NoMatch } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton } from "../../ui/permission-button.tsx";
import { CopyLine, SecretDialog } from "../../ui/secret-dialog.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { isFiltered } from "../search-values.ts";
import { UserFilters } from "./filters.tsx";
import type { IssuedPassword } from "./issued-password.ts";
import { ResetPasswordDialog } from "./reset-password-dialog.tsx";
import { readUserSearch } from "./search.ts";
import { UserTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { UserForm } from "./user-form.tsx";

const route = getRouteApi("/guarded/users");

export function UsersPage() {
  const { t } = useTexts(texts);
  const filter = readUserSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(userList(filter));
  const form = useDialog<User | "new">();
  const reset = useDialog<User>();
  const issued = useDialog<IssuedPassword>();

  const users = loadedItems(list.data);
  const change = (part: Partial<UserFilter>) =>
    void navigate({ search: (before) => ({ ...before, ...part }) });
  const clear = () => void navigate({ search: {} });

  return (
    <PageFrame
      title={t("nav.users")}
      testId="users"
      actions={
        <AddButton route="POST /api/v1/users" onClick={() => form.open("new")} data-testid="add-user">
          {t("users.add")}
        </AddButton>
      }
    >
      <UserFilters filter={filter} onChange={change} onClear={isFiltered(filter) ? clear : undefined} />
      <ListStatus
        list={list}
        empty={users.length === 0 && <NoMatch title={t("users.noMatchTitle")} onClear={clear} />}
      />
      {users.length > 0 && (
        <>
          <UserTable users={users} onEdit={form.open} onPassword={reset.open} />
          <LoadMore shown={users.length} list={list} />
        </>
      )}
      {form.subject && (
        <UserForm
          key={`form ${form.turn}`}
          open={form.isOpen}
          edited={form.subject}
          onClose={form.close}
          onIssued={issued.open}
        />
      )}
      {reset.subject && (
        <ResetPasswordDialog
          key={`reset ${reset.turn}`}
          open={reset.isOpen}
          user={reset.subject}
          onClose={reset.close}
          onIssued={issued.open}
        />
      )}
      {issued.subject && (
        <SecretDialog
          key={`issued ${issued.turn}`}
          open={issued.isOpen}
          title={t("users.passwordOf", { name: issued.subject.username })}
          hint={t("users.passwordHint")}
          secret={issued.subject.password}
          onClose={issued.close}
        >
          <div>
            <p className="small muted">{t("users.loginInfoHint")}</p>
            <CopyLine
              text={t("users.loginInfo", {
                address: window.location.origin,
                username: issued.subject.username,
                password: issued.subject.password,
              })}
              label={t("users.loginInfoHint")}
              testId="login-info"
            />
          </div>
        </SecretDialog>
      )}
    </PageFrame>
  );
}
