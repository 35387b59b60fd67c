/** The alerts, newest first, with their states. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Alert, Button, Flex } from "antd";
import { useState } from "react";
import { ALERT_SEVERITIES, type AlertState } from "../../../../shared/contracts/alert.ts";
import { type AlertFilter, alertCounts, alertList, ruleList } from "../../api/alerts.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useCan } from "../../auth/me.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, PlatformFilter, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { isFiltered } from "../search-values.ts";
import { AcknowledgeDialog } from "./acknowledge-dialog.tsx";
import { STATE_FILTERS } from "./search.ts";
import { AlertTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useAlertSearch } from "./use-alert-search.ts";
import { useAlertWords } from "./words.ts";

const OPEN: readonly AlertState[] = ["firing", "no_data", "error"];

export function AlertsTab() {
  const { t, language } = useTexts(texts);
  const words = useAlertWords();
  const can = useCan();
  const { search, change } = useAlertSearch();
  const { severity, platform, rule } = search;
  const state: AlertFilter["state"] = search.state === "all" ? undefined : (search.state ?? "open");
  const list = useInfiniteQuery(alertList({ state, severity, platform, rule }));
  const { data: counts } = useQuery(alertCounts);
  const { data: rules } = useQuery({ ...ruleList, enabled: can("GET /api/v1/alert-rules") });
  const [chosen, setChosen] = useState<string[]>([]);
  const [isAsking, setIsAsking] = useState(false);
  const items = loadedItems(list.data);
  const shown = new Set(items.filter((item) => OPEN.includes(item.state)).map(({ id }) => id));
  const selected = chosen.filter((id) => shown.has(id));
  const filter = { state: search.state, severity, platform, rule };
  const clear = () => change({ state: undefined, severity: undefined, platform: undefined, rule: undefined });
  const empty = isFiltered(filter) ? (
    <NoMatch title={t("alerts.noMatchTitle")} onClear={clear} />
  ) : (
    <EmptyState title={t("alerts.emptyTitle")} hint={t("alerts.emptyHint")} />
  );
  return (
    <>
      {counts && (
        <p className="muted" data-testid="alert-counts">
          {t("alerts.counts", {
            open: formatCount(counts.firing + counts.no_data + counts.error, language),
            acknowledged: formatCount(counts.acknowledged, language),
          })}
        </p>
      )}
      {counts !== undefined && counts.dropped > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t("alerts.dropped", { count: formatCount(counts.dropped, language) })}
        />
      )}
      <FilterBar onClear={isFiltered(filter) ? clear : undefined}>
        <SelectFilter
          value={search.state ?? "open"}
          placeholder={t("alerts.stateFilter.open")}
          label={t("fields.state")}
          options={STATE_FILTERS.map((value) => ({ value, label: t(`alerts.stateFilter.${value}`) }))}
          onChange={(value) => change({ state: value === "open" ? undefined : value })}
          data-testid="filter-state"
        />
        <SelectFilter
          value={severity}
          placeholder={t("alerts.allSeverities")}
          label={t("alerts.severityLabel")}
          options={ALERT_SEVERITIES.map((value) => ({ value, label: t(`alerts.severity.${value}`) }))}
          onChange={(value) => change({ severity: value })}
          data-testid="filter-severity"
        />
        <PlatformFilter value={platform} onChange={(value) => change({ platform: value })} />
        <SelectFilter
          value={rule}
          placeholder={t("alerts.allRules")}
          label={t("alerts.rule")}
          options={(rules?.items ?? []).map((item) => ({ value: item.id, label: words.nameOf(item) }))}
          onChange={(value) => change({ rule: value })}
          data-testid="filter-rule"
        />
      </FilterBar>
      <ListStatus list={list} empty={items.length === 0 && empty} />
      {selected.length > 0 && (
        <Flex gap={8}>
          <Button type="primary" onClick={() => setIsAsking(true)} data-testid="acknowledge-chosen">
            {t("alerts.acknowledgeChosen", { count: selected.length })}
          </Button>
        </Flex>
      )}
      {items.length > 0 && (
        <>
          <AlertTable
            alerts={items}
            chosen={selected}
            onChoose={can("POST /api/v1/alerts/acknowledge") ? setChosen : undefined}
            isChoosable={({ id }) => shown.has(id)}
            onOpen={(open) => change({ open })}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
      {isAsking && (
        <AcknowledgeDialog
          ids={selected}
          onClose={() => {
            setIsAsking(false);
            setChosen([]);
          }}
        />
      )}
    </>
  );
}
