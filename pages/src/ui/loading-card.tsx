/** A placeholder for a table that is loading. */
import { Skeleton } from "antd";
import { useTexts } from "../i18n/texts.ts";
import { Panel } from "./panel.tsx";

export function LoadingCard() {
  const { t } = useTexts();
  return (
    <Panel aria-busy aria-label={t("app.loading")}>
      <Skeleton active title={false} paragraph={{ rows: 8 }} />
    </Panel>
  );
}
