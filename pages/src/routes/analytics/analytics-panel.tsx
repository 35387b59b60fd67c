/** A figure of this page. The address says whether its table is shown; an empty one says whether the filter is why. */
import type { FigureCard } from "../../../../shared/contracts/figures.ts";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { DEFAULT_PERIOD_DAYS } from "../../ui/figure/card-facts.ts";
import { FigurePanel } from "../../ui/figure/figure-panel.tsx";
import { LinkButton } from "../../ui/link-button.tsx";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

type PanelProps<Data, Row> = Omit<Parameters<typeof FigurePanel<Data, Row>>[0], "isTable" | "onTable">;

export function AnalyticsPanel<Data extends { card: FigureCard }, Row>(props: PanelProps<Data, Row>) {
  const { isTable, setTable } = useAnalytics();
  return (
    <FigurePanel
      {...props}
      empty={(data) => (data.card.n === 0 ? <NoPostings /> : props.empty?.(data))}
      lead={(data) => data.card.n > 0 && props.lead?.(data)}
      isTable={isTable(props.id)}
      onTable={(wanted) => setTable(props.id, wanted)}
    />
  );
}

function NoPostings() {
  const { t } = useViewTools();
  const { isFiltered, clear } = useAnalytics();
  return isFiltered ? (
    <NoMatch title={t("figure.noMatchTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("figure.emptyTitle")} hint={t("figure.emptyHint", { days: DEFAULT_PERIOD_DAYS })}>
      <LinkButton to="/keywords">{t("analytics.toKeywords")}</LinkButton>
    </EmptyState>
  );
}
