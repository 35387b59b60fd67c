/** The keywords page: list with filters, actions on one or many, creation and import, the history of one. */
import { UploadOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flex } from "antd";
import { lazy, Suspense, useRef, useState } from "react";
import type { Keyword } from "../../../../shared/contracts/keyword.ts";
import { BULK_ACTIONS } from "../../../../shared/contracts/vocabulary.ts";
import { loadedItems } from "../../api/keyset.ts";
import { KEYWORD_LIST_KEY, KEYWORDS_TOPIC, keywordList, refreshKeywords } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import { useLive } from "../../live/use-live.ts";
import { BulkHost, BulkOpener } from "../../ui/bulk/bulk-opener.tsx";
import { EmptyState, NoMatch } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton, PermissionButton } from "../../ui/permission-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { isFiltered } from "../search-values.ts";
import { BulkBar } from "./bulk-bar.tsx";
import { KeywordFilters } from "./filters.tsx";
import { type KeywordSearch, readKeywordSearch } from "./search.ts";
import { KeywordTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useKeywordActions } from "./use-keyword-actions.ts";
import "./keywords.css";

const route = getRouteApi("/guarded/keywords");

/** Deleted keywords are acted on by a filter of their own. */
const FILTERED_ACTIONS = BULK_ACTIONS.keywords.filter((action) => action !== "restore");

// The list is shown without waiting for what opens by a click.
const AddKeywords = lazy(async () => ({ default: (await import("./add-keywords.tsx")).AddKeywords }));
const ImportKeywords = lazy(async () => ({
  default: (await import("./import-keywords.tsx")).ImportKeywords,
}));
const EditKeyword = lazy(async () => ({ default: (await import("./edit-keyword.tsx")).EditKeyword }));
const KeywordDrawer = lazy(async () => ({ default: (await import("./drawer.tsx")).KeywordDrawer }));

export function KeywordsPage() {
  const { t } = useTexts(texts);
  const { id, pages: wanted, ...filter } = readKeywordSearch({ ...route.useSearch() });
  const navigate = route.useNavigate();
  const addForm = useDialog<"new">();
  const importForm = useDialog<"file">();
  const edit = useDialog<Keyword>();
  const [selected, setSelected] = useState<string[]>([]);
  const list = useInfiniteQuery(keywordList(filter));
  const { act, pending } = useKeywordActions();
  // Once it was open it stays, so that it can slide out.
  const hadDrawer = useRef(false);
  if (id !== undefined) hadDrawer.current = true;

  const keywords = loadedItems(list.data);
  const chosen = keywords.filter((keyword) => selected.includes(keyword.id));
  const filtered = isFiltered(filter);
  const client = useQueryClient();
  // The feed tells that numbers have changed; the list is the API's.
  useLive(
    "keywords",
    [KEYWORDS_TOPIC],
    ({ first }) => {
      if (!first) void client.invalidateQueries({ queryKey: KEYWORD_LIST_KEY });
    },
    () => void client.invalidateQueries({ queryKey: KEYWORD_LIST_KEY }),
  );
  const changedInBulk = () => {
    setSelected([]);
    void refreshKeywords(client);
  };

  const change = (part: Partial<KeywordSearch>, replace = false) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace, resetScroll: false });
  const pages = useLoadedPages(list, wanted, (number) => change({ pages: number }, true));
  const changeFilter = (part: Partial<KeywordSearch>) => {
    setSelected([]);
    change({ ...part, pages: undefined });
  };
  const clearFilters = () => {
    setSelected([]);
    void navigate({ search: {} });
  };

  const empty = filtered ? (
    <NoMatch title={t("keywords.noMatchTitle")} onClear={clearFilters} />
  ) : (
    <EmptyState title={t("keywords.emptyTitle")} hint={t("keywords.emptyHint")}>
      <PermissionButton
        route="POST /api/v1/keywords/batch"
        type="primary"
        onClick={() => addForm.open("new")}
      >
        {t("keywords.add")}
      </PermissionButton>
    </EmptyState>
  );

  return (
    <BulkHost>
      <PageFrame
        title={t("nav.keywords")}
        testId="keywords"
        actions={
          <Flex gap={8} wrap justify="center">
            <PermissionButton
              route="POST /api/v1/keywords/import"
              icon={<UploadOutlined />}
              onClick={() => importForm.open("file")}
              data-testid="import-keywords"
            >
              {t("keywords.import")}
            </PermissionButton>
            <AddButton
              route="POST /api/v1/keywords/batch"
              onClick={() => addForm.open("new")}
              data-testid="add-keyword"
            >
              {t("keywords.add")}
            </AddButton>
          </Flex>
        }
      >
        <KeywordFilters
          filter={filter}
          onChange={changeFilter}
          onClear={filtered ? clearFilters : undefined}
        />
        {filtered && keywords.length > 0 && (
          <BulkOpener
            route="POST /api/v1/keywords/bulk"
            size="small"
            className="list-actions"
            subject={() => ({
              noun: "keywords",
              actions: filter.deleted ? ["restore"] : FILTERED_ACTIONS,
              filter,
            })}
            onChanged={changedInBulk}
            data-testid="bulk-filtered"
          >
            {t("keywords.actOnFiltered")}
          </BulkOpener>
        )}
        <ListStatus list={list} empty={keywords.length === 0 && empty} />
        {keywords.length > 0 && (
          <>
            <KeywordTable
              keywords={keywords}
              selected={selected}
              onSelect={setSelected}
              onOpen={(keyword) => change({ id: keyword.id })}
              onAct={act}
              onEdit={edit.open}
            />
            {chosen.length > 0 && (
              <BulkBar
                chosen={chosen}
                pending={pending}
                onAct={act}
                onClear={() => setSelected([])}
                onChanged={changedInBulk}
              />
            )}
            <LoadMore shown={keywords.length} list={pages} />
          </>
        )}
        <Suspense>
          {addForm.subject && (
            <AddKeywords key={addForm.turn} open={addForm.isOpen} onClose={addForm.close} />
          )}
          {importForm.subject && (
            <ImportKeywords key={importForm.turn} open={importForm.isOpen} onClose={importForm.close} />
          )}
          {edit.subject && (
            <EditKeyword key={edit.turn} keyword={edit.subject} open={edit.isOpen} onClose={edit.close} />
          )}
          {(id !== undefined || hadDrawer.current) && (
            <KeywordDrawer id={id} onClose={() => change({ id: undefined })} onAct={act} onEdit={edit.open} />
          )}
        </Suspense>
      </PageFrame>
    </BulkHost>
  );
}
