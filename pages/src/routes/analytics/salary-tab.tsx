/** Shows what postings pay: percentiles by one dimension, and by experience and degree. */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { EXPERIENCE_LEVELS } from "../../../../shared/contracts/levels.ts";
import { figureSalary, figureSalaryMatrix } from "../../api/figures.ts";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { ByChoice } from "./by-choice.tsx";
import { Choice } from "./choice.tsx";
import { matrixView } from "./matrix-view.ts";
import { narrowTo } from "./narrow-to.ts";
import { salaryView } from "./salary-view.ts";
import { MEASURES, SORTS, SPANS } from "./search.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function SalaryTab() {
  const tools = useViewTools();
  const { search, filter, by, pay, change } = useAnalytics();
  const sort = search.sort ?? "n";
  const salary = useQuery(figureSalary(filter, by, sort));
  const { t, count } = tools;
  return (
    <>
      <ExperienceTags />
      <AnalyticsPanel
        id="salary"
        title={t("analytics.salary")}
        hint={t("analytics.salaryHint")}
        controls={
          <>
            <ByChoice />
            <Choice
              label={t("analytics.measure")}
              value={pay.measure}
              values={MEASURES}
              text={(measure) => t(`analytics.measureOf.${measure}`)}
              onChange={(measure) => change({ measure })}
              data-testid="measure"
            />
            <Choice
              label={t("analytics.per")}
              value={pay.per}
              values={SPANS}
              text={(per) => t(`analytics.perOf.${per}`)}
              onChange={(per) => change({ per })}
              data-testid="per"
            />
            <Choice
              label={t("analytics.sort")}
              value={sort}
              values={SORTS}
              text={(order) => t(`analytics.sortOf.${order}`)}
              onChange={(order) => change({ sort: order })}
              data-testid="sort"
            />
          </>
        }
        query={salary}
        lead={({ total }) =>
          pay.per === "year" && (
            <p className="small muted">
              {t("analytics.yearHint", {
                assumed: count(total.assumed_months),
                number: count(total.with_salary),
              })}
            </p>
          )
        }
        view={(data) => salaryView(data, pay, tools, (row) => change(narrowTo(by, row)))}
      />
      <MatrixPanel />
    </>
  );
}

/** Salaries are mostly narrowed by experience, so each of its values takes one click. */
function ExperienceTags() {
  const { t } = useViewTools();
  const { filter, change } = useAnalytics();
  const chosen = filter.experience ?? [];
  return (
    <fieldset className="quick" aria-label={t("analytics.quickExperience")}>
      {EXPERIENCE_LEVELS.map((level) => (
        <Button
          key={level}
          size="small"
          type={chosen.includes(level) ? "primary" : "default"}
          aria-pressed={chosen.includes(level)}
          onClick={() => {
            const others = chosen.filter((other) => other !== level);
            const experience = chosen.includes(level) ? others : [...others, level];
            change({ experience: experience.length === 0 ? undefined : experience });
          }}
          data-testid={`experience-${level}`}
        >
          {t(`job-filter.experience.${level}`)}
        </Button>
      ))}
    </fieldset>
  );
}

const ALL = "";

function MatrixPanel() {
  const tools = useViewTools();
  const { search, filter, change } = useAnalytics();
  const matrix = useQuery(figureSalaryMatrix(filter));
  const { t } = tools;
  const city = search.matrix_city ?? null;
  return (
    <AnalyticsPanel
      id="matrix"
      title={t("analytics.matrix")}
      hint={t("analytics.matrixHint")}
      controls={
        <Choice
          label={t("analytics.matrixCity")}
          value={city ?? ALL}
          values={[ALL, ...new Set([...(matrix.data?.cities ?? []), ...(city === null ? [] : [city])])]}
          text={(name) => name || t("analytics.allCities")}
          onChange={(name) => change({ matrix_city: name || undefined })}
          data-testid="matrix-city"
        />
      }
      query={matrix}
      view={(data) =>
        matrixView(data, city, tools, ({ experience, degree }) =>
          change({ experience: [experience], degree: [degree] }),
        )
      }
    />
  );
}
