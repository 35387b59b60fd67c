/** API keys: the own ones, and those of others as far as the person may see users. */
import { Typography } from "antd";
import { useTexts } from "../../i18n/texts.ts";
import { ApiKeys } from "./api-keys.tsx";

export function ApiKeysPage() {
  const { t } = useTexts();
  return (
    <div className="page" data-testid="api-keys">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.api-keys")}</Typography.Title>
      </div>
      <ApiKeys />
    </div>
  );
}
