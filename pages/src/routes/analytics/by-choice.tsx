/** Chooses what postings are grouped by. */
import { Choice } from "./choice.tsx";
import { DIMENSIONS } from "./search.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function ByChoice() {
  const { t } = useViewTools();
  const { by, change } = useAnalytics();
  return (
    <Choice
      label={t("analytics.byOf")}
      value={by}
      values={DIMENSIONS}
      text={(dimension) => t(`job-filter.name.${dimension}`)}
      onChange={(dimension) => change({ by: dimension })}
      data-testid="by"
    />
  );
}
