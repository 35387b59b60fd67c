/** What a skill is worth, the most frequent skills, and those that rise or fall. */
import { useQuery } from "@tanstack/react-query";
import { figureDistribution, figureRisingSkills } from "../../api/figures.ts";
import { formatDay } from "../../format/times.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { Choice } from "./choice.tsx";
import { distributionView } from "./distribution-view.ts";
import { DIRECTIONS } from "./search.ts";
import { risingView } from "./skills-view.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";
import { WorthPanel } from "./worth-panel.tsx";

export function SkillsTab() {
  return (
    <>
      <WorthPanel />
      <TopSkills />
      <Rising />
    </>
  );
}

function TopSkills() {
  const tools = useViewTools();
  const { filter, change } = useAnalytics();
  const query = useQuery(figureDistribution(filter, "skill"));
  const { t } = tools;
  return (
    <AnalyticsPanel
      id="top-skills"
      title={t("analytics.topSkills")}
      hint={t("analytics.topSkillsHint")}
      query={query}
      view={(data) => {
        const view = distributionView(data, tools, ({ value }) => change({ worth: value }));
        return data.items.length > 0
          ? view
          : {
              ...view,
              empty: <EmptyState title={t("analytics.noSkills")} hint={t("analytics.noSkillsHint")} />,
            };
      }}
    />
  );
}

function Rising() {
  const tools = useViewTools();
  const { search, filter, change } = useAnalytics();
  const direction = search.direction ?? "rising";
  const query = useQuery(figureRisingSkills(filter, direction));
  const { t, language, count } = tools;
  return (
    <AnalyticsPanel
      id="rising"
      title={t("analytics.rising")}
      controls={
        <Choice
          label={t("analytics.direction")}
          value={direction}
          values={DIRECTIONS}
          text={(way) => t(`analytics.directionOf.${way}`)}
          onChange={(way) => change({ direction: way })}
          data-testid="direction"
        />
      }
      query={query}
      lead={({ items, now, before, tested }) =>
        items.length > 0 && (
          <p className="muted">
            {t("analytics.risingHint", {
              from: formatDay(now.from, language),
              to: formatDay(now.to, language),
              days: daysOf(before),
              tested: count(tested),
            })}
          </p>
        )
      }
      view={(data) => {
        const view = risingView(data, tools, (worth) => change({ worth }));
        if (data.items.length > 0) return view;
        const reason = t(`figure.reason.${data.reason ?? "too_few"}`);
        const numbers = { now: count(data.now.n), before: count(data.before.n) };
        return {
          ...view,
          empty: (
            <EmptyState
              title={t("analytics.risingUnsaid", { reason })}
              hint={t("analytics.risingUnsaidHint", numbers)}
            />
          ),
        };
      }}
    />
  );
}

const daysOf = ({ from, to }: { from: string; to: string }): number =>
  (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
