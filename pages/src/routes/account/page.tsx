/** The account page: profile, password, two-factor authentication and API keys of the person who is signed in. */
import { App, Col, Descriptions, Flex, Row, Tag } from "antd";
import { ChangePassword } from "../../auth/change-password.tsx";
import { useCan, useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { Panel } from "../../ui/panel.tsx";
import { KeyList } from "../api-keys/key-list.tsx";
import { texts } from "./texts.ts";
import { TwoFactor } from "./two-factor.tsx";

export function AccountPage() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const can = useCan();
  return (
    <PageFrame title={t("nav.account")} testId="account">
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={8}>
          <Profile />
        </Col>
        <Col xs={24} md={12} xl={8}>
          <Panel title={t("account.password")}>
            <p className="muted">{t("account.passwordHint")}</p>
            <ChangePassword onDone={() => void message.success(t("account.passwordChanged"))} />
          </Panel>
        </Col>
        <Col xs={24} md={12} xl={8}>
          <TwoFactor />
        </Col>
        {can("GET /api/v1/api-keys") && (
          <Col xs={24}>
            <Panel title={t("account.keys")}>
              <KeyList ownOnly />
            </Panel>
          </Col>
        )}
      </Row>
    </PageFrame>
  );
}

function Profile() {
  const { t } = useTexts(texts);
  const { user, roles, reach, sees_recruiters } = useMe();
  const rows = {
    name: user.name,
    username: user.username,
    email: user.email,
    department: user.department?.name ?? t("app.none"),
    roles: (
      <Flex gap={4} wrap>
        {roles.length === 0 ? t("user.noRole") : roles.map((role) => <Tag key={role}>{role}</Tag>)}
      </Flex>
    ),
  };
  return (
    <Panel title={t("account.profile")}>
      <Descriptions
        column={1}
        size="small"
        items={[
          ...Object.entries(rows).map(([key, children]) => ({
            key,
            label: t(`user.${key as keyof typeof rows}`),
            children,
          })),
          { key: "reach", label: t("user.reach"), children: t(`user.reachOf.${reach}`) },
          {
            key: "recruiters",
            label: t("user.seesRecruiters"),
            children: t(sees_recruiters ? "app.yes" : "app.no"),
          },
        ]}
      />
    </Panel>
  );
}
