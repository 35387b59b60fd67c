/** The menu of the person who is signed in: account page, API docs, sign-out. */
import ApiOutlined from "@ant-design/icons-svg/es/asn/ApiOutlined";
import LogoutOutlined from "@ant-design/icons-svg/es/asn/LogoutOutlined";
import UserOutlined from "@ant-design/icons-svg/es/asn/UserOutlined";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { signOut, signOutEverywhere } from "../api/account.ts";
import { useMe } from "../auth/me.ts";
import { session } from "../auth/session.ts";
import { useTexts } from "../i18n/texts.ts";
import { ErrorPanel } from "../ui/error-panel.tsx";
import { Icon } from "../ui/icon.tsx";
import { LazyAntdRoot } from "./lazy-antd-root.ts";
import { MenuAction, MenuButton } from "./menu-button.tsx";

const SignOutEverywhere = lazy(async () => ({
  default: (await import("./sign-out-everywhere.tsx")).SignOutEverywhere,
}));

export function AccountMenu() {
  const { t } = useTexts();
  const { user } = useMe();
  const [isAsking, setAsking] = useState(false);
  const leave = useMutation({
    /** @param everywhere null: only this session ends */
    mutationFn: async (everywhere: { endKeys: boolean } | null) => {
      await (everywhere ? signOutEverywhere(everywhere.endKeys) : signOut());
    },
    onSuccess: session.signOut,
  });
  return (
    <>
      <MenuButton
        label={t("session.menu", { name: user.name })}
        testId="account-menu"
        isBusy={leave.isPending}
        face={
          <>
            <Icon shape={UserOutlined} />
            <span className="account-name">{user.name}</span>
          </>
        }
      >
        <Link to="/account" role="menuitem" tabIndex={-1} className="popup-item" data-testid="nav-account">
          <Icon shape={UserOutlined} />
          {t("nav.account")}
        </Link>
        <a
          href="/api/docs"
          target="_blank"
          rel="noopener"
          role="menuitem"
          tabIndex={-1}
          className="popup-item"
          data-testid="nav-api-docs"
        >
          <Icon shape={ApiOutlined} />
          {t("app.apiDocs")}
        </a>
        <hr />
        <MenuAction icon={<Icon shape={LogoutOutlined} />} onChoose={() => leave.mutate(null)}>
          <span data-testid="sign-out">{t("app.signOut")}</span>
        </MenuAction>
        <MenuAction onChoose={() => setAsking(true)}>
          <span data-testid="sign-out-everywhere">{t("session.everywhere")}</span>
        </MenuAction>
      </MenuButton>
      {leave.error && (
        <div className="frame-notice">
          <ErrorPanel error={leave.error} title={t("errors.action")} onClose={leave.reset} />
        </div>
      )}
      {isAsking && (
        <Suspense>
          <LazyAntdRoot>
            <SignOutEverywhere
              onConfirm={(endKeys) => leave.mutate({ endKeys })}
              onClose={() => setAsking(false)}
            />
          </LazyAntdRoot>
        </Suspense>
      )}
    </>
  );
}
