/** Shows what a skill is worth: what postings with and without it pay at the same experience. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { SkillValue } from "../../../../shared/contracts/figures.ts";
import { figureSkillValue } from "../../api/figures.ts";
import { formatAmountChange, formatChange } from "../../format/numbers.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FEW } from "../../ui/figure/card-facts.ts";
import { useFigureMethods } from "../../ui/figure/use-figure-methods.ts";
import { SearchField } from "../../ui/filter-bar.tsx";
import { Panel } from "../../ui/panel.tsx";
import { AnalyticsPanel } from "./analytics-panel.tsx";
import { Choice } from "./choice.tsx";
import { worthView } from "./skills-view.ts";
import { useAnalytics } from "./use-analytics.ts";
import { useViewTools } from "./view-tools.ts";

export function WorthPanel() {
  const { t } = useViewTools();
  const { search, change } = useAnalytics();
  const field = (
    <SearchField
      value={search.worth}
      label={t("analytics.worthSkill")}
      className="worth-skill"
      onSearch={(worth) => change({ worth })}
      data-testid="worth-skill"
    />
  );
  if (search.worth !== undefined) return <Worth skill={search.worth} field={field} />;
  return (
    <Panel title={t("analytics.worth")} className="figure" extra={field} data-testid="figure-worth">
      <EmptyState title={t("analytics.worthStart")} hint={t("analytics.worthStartHint")} />
    </Panel>
  );
}

function Worth({ skill, field }: { skill: string; field: ReactNode }) {
  const tools = useViewTools();
  const { search, filter, change } = useAnalytics();
  const query = useQuery(figureSkillValue(filter, skill, search.worth_method));
  const methods = useFigureMethods("skill_value");
  const { t } = tools;
  const current = methods.find((method) => method.current)?.version;
  const version = search.worth_method ?? current;
  return (
    <AnalyticsPanel
      id="worth"
      title={t("analytics.worth")}
      hint={t("analytics.worthHint")}
      controls={
        <>
          {field}
          {version !== undefined && methods.length > 1 && (
            <Choice
              label={t("figure.card.method")}
              value={String(version)}
              values={methods.map((method) => String(method.version))}
              text={(number) =>
                t(Number(number) === current ? "analytics.methodCurrent" : "analytics.methodOf", {
                  version: number,
                })
              }
              onChange={(number) =>
                change({ worth_method: Number(number) === current ? undefined : Number(number) })
              }
              data-testid="worth-method"
            />
          )}
        </>
      }
      query={query}
      lead={(data) => <WorthSummary data={data} />}
      view={(data) => worthView(data, tools)}
    />
  );
}

function WorthSummary({ data }: { data: SkillValue }) {
  const { t, language, count, maybeAmount } = useViewTools();
  const { skill, standardised, reason } = data;
  const change = (value: number) => formatAmountChange(value, language);
  return (
    <>
      <dl className="totals">
        {(["with", "without"] as const).map((side) => {
          const { month, n, few } = data[side];
          return (
            <div key={side}>
              <dt>{t(side === "with" ? "analytics.worthWith" : "analytics.worthWithout", { skill })}</dt>
              <dd className={few ? "number muted" : "number"} data-testid={`worth-${side}`}>
                {maybeAmount(month.midpoint.p50)}
              </dd>
              <dd className="small muted">
                {t("analytics.median")} · N {count(n)}
                {few && ` (${t("figure.few", { few: FEW })})`}
              </dd>
            </div>
          );
        })}
        {standardised && (
          <div>
            <dt>{t("analytics.worthSame")}</dt>
            <dd className="number" data-testid="worth-share">
              {formatChange(standardised.share.value, language)}
            </dd>
            <dd className="small muted">
              {t("analytics.worthMonth", { value: change(standardised.month.value) })} ·{" "}
              {t("analytics.worthInterval", {
                low: formatChange(standardised.share.low, language),
                high: formatChange(standardised.share.high, language),
              })}{" "}
              · {t(standardised.significant ? "analytics.significant" : "analytics.notSignificant")}
            </dd>
          </div>
        )}
      </dl>
      {!standardised && (
        <p>{t("analytics.worthUnsaid", { reason: t(`figure.reason.${reason ?? "too_few"}`) })}</p>
      )}
      {standardised !== null && standardised.left_out > 0 && (
        <p className="small muted">{t("analytics.worthLeftOut", { number: count(standardised.left_out) })}</p>
      )}
      <h3 className="figure-part">{t("analytics.worthTable")}</h3>
    </>
  );
}
