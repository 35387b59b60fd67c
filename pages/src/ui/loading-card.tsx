/** A placeholder for a table that is loading. */
import { useTexts } from "../i18n/texts.ts";
import { Panel } from "./panel.tsx";
import { Skeleton } from "./skeleton.tsx";

export function LoadingCard() {
  const { t } = useTexts();
  return (
    <Panel aria-busy aria-label={t("app.loading")}>
      <Skeleton />
    </Panel>
  );
}
