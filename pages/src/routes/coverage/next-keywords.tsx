/** Lists words that are no keyword yet, those most worth searching first; one click adds one or several. */
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { App, Button, Flex, type TableColumnsType } from "antd";
import { useState } from "react";
import type { NextKeyword } from "../../../../shared/contracts/coverage.ts";
import { PLATFORMS } from "../../../../shared/contracts/vocabulary.ts";
import { COVERAGE_KEY, nextKeywords } from "../../api/coverage.ts";
import { loadedItems } from "../../api/keyset.ts";
import { createKeywords, refreshKeywords } from "../../api/keywords.ts";
import { formatCount, formatDecimal } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { actionsColumn, DataTable } from "../../ui/data-table.tsx";
import { useFailureNotice } from "../../ui/failure-notice.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { PermissionButton } from "../../ui/permission-button.tsx";
import { useLoadedPages } from "../../ui/use-loaded-pages.ts";
import { useWide } from "../../ui/use-wide.ts";
import { type CoverageListProps, NothingHeld } from "./estimates.tsx";
import { texts } from "./texts.ts";

export function NextKeywords({ filter, pages, onPages }: CoverageListProps) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const [selected, setSelected] = useState<string[]>([]);
  const platform = filter.platform ?? PLATFORMS[0];
  const list = useInfiniteQuery(nextKeywords({ ...filter, platform }));
  const end = useLoadedPages(list, pages, onPages);
  const { add, isPending } = useAdd(() => setSelected([]));
  const rows = loadedItems<NextKeyword>(list.data);
  const chosen = rows.filter(({ keyword }) => selected.includes(keyword));
  const number = (value: number) => formatCount(value, language);

  const columns: TableColumnsType<NextKeyword> = [
    {
      title: t("coveragePage.keyword"),
      key: "keyword",
      render: (_, { keyword, city }) => (
        <>
          <span className="strong">{keyword}</span>
          <div className="small muted">
            {t(`platform.${platform}`)} · {city}
          </div>
        </>
      ),
    },
    {
      title: t("coveragePage.unseen"),
      key: "unseen",
      width: 140,
      align: "right",
      render: (_, { unseen }) => <span className="number">{number(unseen)}</span>,
    },
    {
      title: t("coveragePage.requests"),
      key: "requests",
      width: 110,
      align: "right",
      hidden: !wide,
      render: (_, { requests }) => <span className="number">{number(requests)}</span>,
    },
    {
      title: t("coveragePage.perRequest"),
      key: "per-request",
      width: 150,
      align: "right",
      hidden: !wide,
      render: (_, { unseen_per_request: each }) => (
        <span className="number">{formatDecimal(each, language)}</span>
      ),
    },
    {
      title: t("coveragePage.heldWith"),
      key: "held",
      width: 130,
      align: "right",
      hidden: !wide,
      render: (_, { held }) => <span className="number">{number(held)}</span>,
    },
    actionsColumn<NextKeyword>({
      width: 100,
      render: (row) => (
        <PermissionButton
          route="POST /api/v1/keywords/batch"
          size="small"
          loading={isPending}
          onClick={() => add([row])}
          aria-label={t("coveragePage.addOne", { keyword: row.keyword })}
          data-testid="add-next"
        >
          {t("coveragePage.add")}
        </PermissionButton>
      ),
    }),
  ];
  return (
    <>
      {filter.platform === undefined && (
        <p className="muted small">{t("coveragePage.ofPlatform", { platform: t(`platform.${platform}`) })}</p>
      )}
      <ListStatus list={list} empty={rows.length === 0 && !end.hasNextPage && <NothingHeld />} />
      {(rows.length > 0 || end.hasNextPage) && (
        <>
          {chosen.length > 0 && (
            <Flex gap={8} wrap>
              <PermissionButton
                route="POST /api/v1/keywords/batch"
                type="primary"
                loading={isPending}
                onClick={() => add(chosen)}
                data-testid="add-chosen"
              >
                {t("coveragePage.addMany", { number: number(chosen.length) })}
              </PermissionButton>
              <Button onClick={() => setSelected([])}>{t("app.cancel")}</Button>
            </Flex>
          )}
          <DataTable<NextKeyword>
            label={t("coveragePage.nextTable")}
            testId="next-keywords"
            hasStickyHead
            rowKey="keyword"
            columns={columns}
            dataSource={rows}
            rowSelection={{
              selectedRowKeys: selected,
              onChange: (keys) => setSelected(keys.map(String)),
            }}
          />
          <LoadMore shown={rows.length} list={end} />
        </>
      )}
    </>
  );
}

function useAdd(onAdded: () => void) {
  const { t } = useTexts(texts);
  const { message } = App.useApp();
  const client = useQueryClient();
  const notifyFailure = useFailureNotice();
  const mutation = useMutation({
    mutationFn: (rows: NextKeyword[]) =>
      createKeywords(
        rows.map(({ platform, city, keyword }) => ({ platform, city, keyword, channel: "web", priority: 5 })),
      ),
    onSuccess: ({ created, restored, exists, exists_in_other_department: elsewhere, problems }) => {
      const counts = { created: created + restored, exists: exists + elsewhere, refused: problems.length };
      void message[counts.created > 0 ? "success" : "info"](t("coveragePage.added", counts));
      onAdded();
    },
    onError: notifyFailure,
    onSettled: () =>
      Promise.all([
        refreshKeywords(client),
        client.invalidateQueries({ queryKey: [...COVERAGE_KEY, "next"] }),
      ]),
  });
  return { add: mutation.mutate, isPending: mutation.isPending };
}
