/** The menu of the person who is signed in: account page, sign-out. */
import { ApiOutlined, LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Dropdown, type MenuProps } from "antd";
import { signOut, signOutEverywhere } from "../api/account.ts";
import { useMe } from "../auth/me.ts";
import { session } from "../auth/session.ts";
import { useTexts } from "../i18n/texts.ts";
import { useFailureNotice } from "../ui/failure-notice.tsx";
import { useConfirm } from "../ui/use-confirm.ts";

export function AccountMenu() {
  const { t } = useTexts();
  const confirm = useConfirm();
  const notifyFailure = useFailureNotice();
  const { user } = useMe();
  const leave = useMutation({
    mutationFn: async (everywhere: boolean) => {
      await (everywhere ? signOutEverywhere() : signOut());
    },
    onSuccess: session.signOut,
    onError: notifyFailure,
  });

  const items: MenuProps["items"] = [
    {
      key: "account",
      icon: <UserOutlined />,
      label: (
        <Link to="/account" data-testid="nav-account">
          {t("nav.account")}
        </Link>
      ),
    },
    {
      key: "api-docs",
      icon: <ApiOutlined />,
      label: (
        <a href="/api/docs" target="_blank" rel="noopener" data-testid="nav-api-docs">
          {t("app.apiDocs")}
        </a>
      ),
    },
    { type: "divider" },
    {
      key: "sign-out",
      icon: <LogoutOutlined />,
      label: <span data-testid="sign-out">{t("app.signOut")}</span>,
      onClick: () => leave.mutate(false),
    },
    {
      key: "sign-out-everywhere",
      label: <span data-testid="sign-out-everywhere">{t("session.everywhere")}</span>,
      onClick: () =>
        confirm({
          title: t("session.everywhereTitle"),
          content: t("session.everywhereHint"),
          okText: t("session.everywhere"),
          onOk: () => leave.mutate(true),
        }),
    },
  ];
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight">
      <Button
        type="text"
        icon={<UserOutlined />}
        loading={leave.isPending}
        aria-label={t("session.menu", { name: user.name })}
        data-testid="account-menu"
      >
        <span className="account-name">{user.name}</span>
      </Button>
    </Dropdown>
  );
}
