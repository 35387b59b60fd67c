/** The page of bulk actions: the list with its progress, and the result of each record of one. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { BULK_NOUNS } from "../../../../shared/contracts/vocabulary.ts";
import { bulkActionList } from "../../api/bulk-actions.ts";
import { loadedItems } from "../../api/keyset.ts";
import { useTexts } from "../../i18n/texts.ts";
import { texts as bulkTexts } from "../../ui/bulk/texts.ts";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { FilterBar, SelectFilter } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { BulkDrawer } from "./drawer.tsx";
import { type BulkSearch, readBulkSearch } from "./search.ts";
import { BulkTable } from "./table.tsx";
import { texts } from "./texts.ts";

const route = getRouteApi("/guarded/bulk-actions");

export function BulkActionsPage() {
  const { t } = useTexts(texts, bulkTexts);
  const { noun, id, outcome } = readBulkSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const change = (part: Partial<BulkSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), resetScroll: false });
  const list = useInfiniteQuery(bulkActionList(noun));
  const items = loadedItems(list.data);
  const clear = () => change({ noun: undefined });
  const empty =
    noun === undefined ? (
      <EmptyState title={t("bulk-actions.emptyTitle")} hint={t("bulk-actions.emptyHint")} />
    ) : (
      <NoMatch title={t("bulk-actions.noMatchTitle")} onClear={clear} />
    );
  return (
    <PageFrame title={t("nav.bulk-actions")} testId="bulk-actions">
      <p className="muted">{t("bulk-actions.hint")}</p>
      <FilterBar onClear={noun === undefined ? undefined : clear}>
        <SelectFilter
          value={noun}
          placeholder={t("bulk-actions.allNouns")}
          label={t("bulk-actions.noun")}
          options={BULK_NOUNS.map((value) => ({ value, label: t(`bulk.noun.${value}`) }))}
          onChange={(value) => change({ noun: value })}
          data-testid="filter-noun"
        />
      </FilterBar>
      <ListStatus list={list} empty={items.length === 0 && empty} />
      {items.length > 0 && (
        <>
          <BulkTable items={items} onOpen={(opened) => change({ id: opened, outcome: undefined })} />
          <LoadMore shown={items.length} list={list} />
        </>
      )}
      <BulkDrawer
        id={id}
        outcome={outcome}
        onOutcome={(chosen) => change({ outcome: chosen })}
        onClose={() => change({ id: undefined, outcome: undefined })}
      />
    </PageFrame>
  );
}
