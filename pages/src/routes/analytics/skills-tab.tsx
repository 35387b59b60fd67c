/** Shows what a skill is worth, the most frequent skills, and those that rise or fall. */
import { useQuery } from "@tanstack/react-query";
import { DAY_MS } from "../../../../shared/time.ts";
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
      empty={({ items }) =>
        items.length === 0 && (
          <EmptyState title={t("analytics.noSkills")} hint={t("analytics.noSkillsHint")} />
        )
      }
      view={(data) => distributionView(data, tools, ({ value }) => change({ worth: value }))}
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
      empty={({ items, now, before, reason }) =>
        items.length === 0 && (
          <EmptyState
            title={t("analytics.risingUnsaid", { reason: t(`figure.reason.${reason ?? "too_few"}`) })}
            hint={t("analytics.risingUnsaidHint", { now: count(now.n), before: count(before.n) })}
          />
        )
      }
      view={(data) => risingView(data, tools, (worth) => change({ worth }))}
    />
  );
}

/** @returns days of a period, both ends included */
const daysOf = ({ from, to }: { from: string; to: string }): number =>
  (Date.parse(to) - Date.parse(from)) / DAY_MS + 1;
