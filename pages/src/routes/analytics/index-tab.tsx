/** Shows the market index: how the number of postings moves, whatever our own crawling does. */
import { useQuery } from "@tanstack/react-query";
import { marketIndex } from "../../api/market-index.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FigurePanel } from "../../ui/figure/figure-panel.tsx";
import { hasIndex, indexView } from "./index-view.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function IndexTab() {
  const tools = useViewTools();
  const { filter, isTable, setTable } = useAnalytics();
  const { platform, from, to } = filter;
  const query = useQuery(marketIndex({ platform, from, to }));
  const { t } = tools;
  return (
    <FigurePanel
      id="index"
      title={t("analytics.index")}
      hint={t("analytics.indexHint")}
      query={query}
      empty={(data) =>
        !hasIndex(data) && (
          <EmptyState title={t("analytics.indexEmpty")} hint={t("analytics.indexEmptyHint")} />
        )
      }
      view={(data) => indexView(data, platform, tools)}
      isTable={isTable("index")}
      onTable={(wanted) => setTable("index", wanted)}
    />
  );
}
