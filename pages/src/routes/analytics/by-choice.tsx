/** Chooses what postings are grouped by. */
import { Choice } from "./choice.tsx";
import { DIMENSIONS } from "./search.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function ByChoice() {
  const { t } = useViewTools();
  const { search, change } = useAnalytics();
  return (
    <Choice
      label={t("analytics.byOf")}
      value={search.by ?? "city"}
      values={DIMENSIONS}
      text={(by) => t(`job-filter.name.${by}`)}
      onChange={(by) => change({ by })}
      data-testid="by"
    />
  );
}
