/** The own account: who one is, password, second factor, API keys. */
import { App, Card, Col, Descriptions, Flex, Row, Tag, Typography } from "antd";
import { ChangePassword } from "../../auth/change-password.tsx";
import { useMay, useMe } from "../../auth/me.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ApiKeys } from "../api-keys/api-keys.tsx";
import { texts } from "./texts.ts";
import { TwoFactor } from "./two-factor.tsx";

export function AccountPage() {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const may = useMay();
  return (
    <div className="page" data-testid="account">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.account")}</Typography.Title>
      </div>
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={8}>
          <Profile />
        </Col>
        <Col xs={24} md={12} xl={8}>
          <Card title={t("account.password")}>
            <p className="muted">{t("account.passwordHint")}</p>
            <ChangePassword onDone={() => void message.success(t("account.passwordChanged"))} />
          </Card>
        </Col>
        <Col xs={24} md={12} xl={8}>
          <TwoFactor />
        </Col>
        {may("GET /api/v1/api-keys") && (
          <Col xs={24}>
            <Card title={t("account.keys")}>
              <ApiKeys own />
            </Card>
          </Col>
        )}
      </Row>
    </div>
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
    <Card title={t("account.profile")}>
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
    </Card>
  );
}
