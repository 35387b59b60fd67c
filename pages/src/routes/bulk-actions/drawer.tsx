/** One bulk action in full, with the result of each record. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Flex, type TableColumnsType } from "antd";
import type { BulkOutcome } from "../../../../shared/contracts/bulk.ts";
import { BULK_OUTCOMES } from "../../../../shared/contracts/vocabulary.ts";
import { type BulkActionView, type BulkItemView, bulkItems } from "../../api/bulk-actions.ts";
import { loadedItems } from "../../api/keyset.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { BulkButtons } from "../../ui/bulk/bulk-buttons.tsx";
import { BulkState } from "../../ui/bulk/bulk-state.tsx";
import { texts as bulkTexts } from "../../ui/bulk/texts.ts";
import { useBulkAction } from "../../ui/bulk/use-bulk-action.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { FactTable } from "../../ui/fact-table.tsx";
import { FilterBar, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { ServerText } from "../../ui/server-text.tsx";
import { Loaded, SideDrawer } from "../../ui/side-drawer.tsx";
import { ExactTime } from "../../ui/time.tsx";
import { actionName } from "./table.tsx";
import { texts } from "./texts.ts";
import { useFilterText } from "./use-filter-text.ts";

interface BulkDrawerProps {
  id: string | undefined;
  outcome: BulkOutcome | undefined;
  onOutcome: (outcome: BulkOutcome | undefined) => void;
  onClose: () => void;
}

export function BulkDrawer({ id, onClose, ...results }: BulkDrawerProps) {
  const { t } = useTexts(texts);
  return (
    <SideDrawer
      open={id !== undefined}
      title={t("bulk-actions.details")}
      onClose={onClose}
      data-testid="bulk-drawer"
    >
      {id !== undefined && <Content id={id} {...results} />}
    </SideDrawer>
  );
}

type ContentProps = Pick<BulkDrawerProps, "outcome" | "onOutcome"> & { id: string };

function Content({ id, outcome, onOutcome }: ContentProps) {
  const query = useBulkAction(id);
  return (
    <Loaded query={query}>
      {(action) => (
        <Flex vertical gap={16}>
          <Facts action={action} />
          <BulkButtons action={action} />
          <Results id={id} outcome={outcome} onOutcome={onOutcome} />
        </Flex>
      )}
    </Loaded>
  );
}

function Facts({ action }: { action: BulkActionView }) {
  const { t, language } = useTexts(texts, bulkTexts);
  const filterText = useFilterText();
  const name = actionName(action);
  const time = (at: number | null) => (at === null ? t("app.none") : <ExactTime at={at} />);
  const { rate } = action;
  const rows = [
    { label: t("fields.state"), children: <BulkState action={action} /> },
    {
      label: t("bulk-actions.action"),
      children: [
        t(`bulk.noun.${action.noun}`),
        name ? t(`bulk.action.${name}`) : action.action,
        action.priority,
      ]
        .filter((part) => part !== null)
        .join(" · "),
    },
    { label: t("bulk-actions.filter"), children: filterText(action) ?? t("bulk-actions.named") },
    ...(rate
      ? [
          {
            label: t("bulk-actions.rate"),
            children: t("bulk-actions.rateOf", {
              first: formatCount(rate.first, language),
              perMinute: formatCount(rate.per_minute, language),
            }),
          },
        ]
      : []),
    ...(action.reason === null ? [] : [{ label: t("bulk.reason"), children: action.reason }]),
    { label: t("bulk-actions.by"), children: action.created_by },
    { label: t("bulk-actions.begun"), children: time(action.created_at) },
    { label: t("bulk-actions.ended"), children: time(action.ended_at) },
    ...(action.aborted_by === null
      ? []
      : [{ label: t("bulk-actions.abortedBy"), children: action.aborted_by }]),
    { label: t("bulk-actions.until"), children: time(action.results_until) },
  ];
  return <FactTable facts={rows} />;
}

function Results({ id, outcome, onOutcome }: ContentProps) {
  const { t } = useTexts(texts, bulkTexts);
  const list = useInfiniteQuery(bulkItems(id, outcome));
  const items = loadedItems(list.data);
  const columns: TableColumnsType<BulkItemView> = [
    {
      title: t("bulk-actions.record"),
      key: "id",
      render: (_, item) => <code className="small wrap">{item.id}</code>,
    },
    {
      title: t("bulk-actions.outcome"),
      key: "outcome",
      width: 110,
      render: (_, item) => t(`bulk.outcome.${item.outcome}`),
    },
    {
      title: t("bulk-actions.message"),
      key: "message",
      render: (_, item) => (
        <span className="small wrap">{item.message !== null && <ServerText text={item.message} />}</span>
      ),
    },
  ];
  return (
    <section>
      <FilterBar onClear={outcome === undefined ? undefined : () => onOutcome(undefined)}>
        <SelectFilter
          value={outcome}
          placeholder={t("bulk-actions.allOutcomes")}
          label={t("bulk-actions.outcome")}
          options={BULK_OUTCOMES.map((value) => ({ value, label: t(`bulk.outcome.${value}`) }))}
          onChange={onOutcome}
          data-testid="filter-outcome"
        />
      </FilterBar>
      <ListStatus
        list={list}
        empty={
          items.length === 0 && (
            <EmptyState title={t("bulk-actions.noItems")} hint={t("bulk-actions.noItemsHint")} />
          )
        }
      />
      {items.length > 0 && (
        <>
          <DataTable<BulkItemView>
            label={t("bulk-actions.items")}
            testId="bulk-items"
            rowKey="seq"
            columns={columns}
            dataSource={items}
          />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
    </section>
  );
}
