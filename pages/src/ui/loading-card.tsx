/** Stands where a table will be. */
import { Card, Skeleton } from "antd";
import { useTranslation } from "react-i18next";

export function LoadingCard() {
  const { t } = useTranslation();
  return (
    <Card aria-busy aria-label={t("app.loading")}>
      <Skeleton active title={false} paragraph={{ rows: 8 }} />
    </Card>
  );
}
