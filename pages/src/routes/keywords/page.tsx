/** Keywords: list with filters, actions on one or many, new ones by form or file, the history of one. */
import { PlusOutlined, UploadOutlined } from "@ant-design/icons";
import { useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { Flex, Typography } from "antd";
import { useState } from "react";
import { keywordList } from "../../api/keywords.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { MayButton } from "../../ui/may-button.tsx";
import { AddKeyword } from "./add-keyword.tsx";
import { BulkBar } from "./bulk-bar.tsx";
import { KeywordDrawer } from "./detail/drawer.tsx";
import { KeywordFilters } from "./filters.tsx";
import { ImportKeywords } from "./import-keywords.tsx";
import type { KeywordSearch } from "./search.ts";
import { KeywordTable } from "./table.tsx";
import { texts } from "./texts.ts";
import { useKeywordActions } from "./use-keyword-actions.tsx";
import "./keywords.css";

const route = getRouteApi("/guarded/keywords");

export function KeywordsPage() {
  const { t } = useTexts(texts);
  const { id, ...filter } = route.useSearch();
  const navigate = route.useNavigate();
  const [dialog, setDialog] = useState<"add" | "import" | null>(null);
  const [selected, setSelected] = useState<string[]>([]);
  const list = useInfiniteQuery(keywordList(filter));
  const { act, pending } = useKeywordActions();

  const keywords = list.data?.pages.flatMap((page) => page.items) ?? [];
  const chosen = keywords.filter((keyword) => selected.includes(keyword.id));
  const filtered = Object.values(filter).some((value) => value !== undefined);

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

  const buttons = (
    <Flex gap={8} wrap justify="center">
      <MayButton
        route="POST /api/v1/keywords/import"
        icon={<UploadOutlined />}
        onClick={() => setDialog("import")}
        data-testid="import-keywords"
      >
        {t("keywords.import")}
      </MayButton>
      <MayButton
        route="POST /api/v1/keywords"
        type="primary"
        icon={<PlusOutlined />}
        onClick={() => setDialog("add")}
        data-testid="add-keyword"
      >
        {t("keywords.add")}
      </MayButton>
    </Flex>
  );

  return (
    <div className="page" data-testid="keywords">
      <div className="page-head">
        <Typography.Title level={1}>{t("nav.keywords")}</Typography.Title>
        {buttons}
      </div>
      <KeywordFilters filter={filter} onChange={changeFilter} onClear={filtered ? clearFilters : undefined} />
      {list.error && <ErrorPanel error={list.error} onRetry={() => void list.refetch()} />}
      {chosen.length > 0 && (
        <BulkBar chosen={chosen} pending={pending} onAct={act} onClear={() => setSelected([])} />
      )}
      {(list.data || !list.error) && (
        <KeywordTable
          keywords={keywords}
          loading={list.isLoading}
          filtered={filtered}
          selected={selected}
          onSelect={setSelected}
          onOpen={(keyword) => change({ id: keyword.id })}
          onAct={act}
          onClearFilters={clearFilters}
          onAdd={() => setDialog("add")}
        />
      )}
      {keywords.length > 0 && (
        <LoadMore
          shown={keywords.length}
          hasMore={list.hasNextPage}
          loading={list.isFetchingNextPage}
          onMore={() => void list.fetchNextPage()}
        />
      )}
      <AddKeyword open={dialog === "add"} onClose={() => setDialog(null)} />
      <ImportKeywords open={dialog === "import"} onClose={() => setDialog(null)} />
      <KeywordDrawer id={id} onClose={() => change({ id: undefined })} onAct={act} />
    </div>
  );
}
