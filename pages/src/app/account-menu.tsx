/** The menu of the person who is signed in: account page, sign-out. */
import { ApiOutlined, LogoutOutlined, UserOutlined } from "@ant-design/icons";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Checkbox, Dropdown, Flex, type MenuProps } from "antd";
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
    mutationFn: async (leave: { everywhere: boolean; endKeys: boolean }) => {
      await (leave.everywhere ? signOutEverywhere(leave.endKeys) : signOut());
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
      onClick: () => leave.mutate({ everywhere: false, endKeys: false }),
    },
    {
      key: "sign-out-everywhere",
      label: <span data-testid="sign-out-everywhere">{t("session.everywhere")}</span>,
      onClick: () => {
        let endKeys = false;
        confirm({
          title: t("session.everywhereTitle"),
          content: (
            <Flex vertical gap={12}>
              <span>{t("session.everywhereHint")}</span>
              <Checkbox
                onChange={({ target }) => {
                  endKeys = target.checked;
                }}
                data-testid="end-api-keys"
              >
                {t("auth.endApiKeys")}
              </Checkbox>
            </Flex>
          ),
          okText: t("session.everywhere"),
          onOk: () => leave.mutate({ everywhere: true, endKeys }),
        });
      },
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
