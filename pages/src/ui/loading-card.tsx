/** A placeholder for a table that is loading. */
import { Card, Skeleton } from "antd";
import { useTexts } from "../i18n/texts.ts";

export function LoadingCard() {
  const { t } = useTexts();
  return (
    <Card aria-busy aria-label={t("app.loading")}>
      <Skeleton active title={false} paragraph={{ rows: 8 }} />
    </Card>
  );
}
