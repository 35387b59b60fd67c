/** The keywords page: list with filters, actions on one or many, creation and import, the history of one. */
import { UploadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Button, Flex } from "antd";
import { useState } from "react";
import { loadedItems } from "../../api/keyset.ts";
import { keywordList } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import { EmptyState } from "../../ui/empty-state.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PageFrame } from "../../ui/page-frame.tsx";
import { AddButton, PermissionButton } from "../../ui/permission-button.tsx";
import { useDialog } from "../../ui/use-dialog.ts";
import { isFiltered } from "../search-values.ts";
import { AddKeyword } from "./add-keyword.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { KeywordDrawer } from "./drawer.tsx";
import { KeywordFilters } from "./filters.tsx";
import { ImportKeywords } from "./import-keywords.tsx";
import type { KeywordSearch } from "./search.ts";
import { KeywordTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useKeywordActions } from "./use-keyword-actions.ts";
import "./keywords.css";

const route = getRouteApi("/guarded/keywords");

export function KeywordsPage() {
  const { t } = useTexts(texts);
  const { id, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const addForm = useDialog<"new">();
  const importForm = useDialog<"file">();
  const [selected, setSelected] = useState<string[]>([]);
  const list = useInfiniteQuery(keywordList(filter));
  const { act, pending } = useKeywordActions();

  const keywords = loadedItems(list.data);
  const chosen = keywords.filter((keyword) => selected.includes(keyword.id));
  const filtered = isFiltered(filter);

  const change = (part: Partial<KeywordSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...part }), replace: !("id" in part) });
  const changeFilter = (part: Partial<KeywordSearch>) => {
    setSelected([]);
    change(part);
  };
  const clearFilters = () => {
    setSelected([]);
    void navigate({ search: {} });
  };

  const empty = filtered ? (
    <EmptyState title={t("keywords.noMatchTitle")} hint={t("filters.noMatchHint")}>
      <Button onClick={clearFilters}>{t("app.reset")}</Button>
    </EmptyState>
  ) : (
    <EmptyState title={t("keywords.emptyTitle")} hint={t("keywords.emptyHint")}>
      <PermissionButton route="POST /api/v1/keywords" type="primary" onClick={() => addForm.open("new")}>
        {t("keywords.add")}
      </PermissionButton>
    </EmptyState>
  );

  return (
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
            route="POST /api/v1/keywords"
            onClick={() => addForm.open("new")}
            data-testid="add-keyword"
          >
            {t("keywords.add")}
          </AddButton>
        </Flex>
      }
    >
      <KeywordFilters filter={filter} onChange={changeFilter} onClear={filtered ? clearFilters : undefined} />
      {chosen.length > 0 && (
        <BulkBar chosen={chosen} pending={pending} onAct={act} onClear={() => setSelected([])} />
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
          />
          <LoadMore shown={keywords.length} list={list} />
        </>
      )}
      {addForm.subject && <AddKeyword key={addForm.turn} open={addForm.isOpen} onClose={addForm.close} />}
      {importForm.subject && (
        <ImportKeywords key={importForm.turn} open={importForm.isOpen} onClose={importForm.close} />
      )}
      <KeywordDrawer id={id} onClose={() => change({ id: undefined })} onAct={act} />
    </PageFrame>
  );
}
