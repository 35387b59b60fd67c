/** The API keys page: one's own keys, and those of the users that the person may see. */
import { ApiOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useTexts } from "../../i18n/texts.ts";
import { PageFrame } from "../../ui/page-frame.tsx";
import { KeyList } from "./key-list.tsx";

export function ApiKeysPage() {
  const { t } = useTexts();
  return (
    <PageFrame
      title={t("nav.api-keys")}
      testId="api-keys"
      actions={
        <Button href="/api/docs" target="_blank" icon={<ApiOutlined />} data-testid="api-docs">
          {t("app.apiDocs")}
        </Button>
      }
    >
      <KeyList />
    </PageFrame>
  );
}
