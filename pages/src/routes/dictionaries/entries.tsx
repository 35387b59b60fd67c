/** The entries of one version, searched by name, code or pinyin. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, type TableColumnsType } from "antd";
import { type DictionaryName, dictionaryEntries, type EntryView } from "../../api/dictionaries.ts";
import { loadedItems } from "../../api/keyset.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { SearchField } from "../../ui/filter-bar.tsx";
import { ListStatus } from "../../ui/list-status.tsx";
import { LoadMore } from "../../ui/load-more.tsx";
import { texts } from "./texts.ts";

interface EntriesProps {
  dictionary: DictionaryName;
  version: number;
  find: string | undefined;
  onFind: (words: string | undefined) => void;
}

export function Entries({ dictionary, version, find, onFind }: EntriesProps) {
  const { t, language } = useTexts(texts);
  const list = useInfiniteQuery(dictionaryEntries(dictionary, version, find));
  const rows = loadedItems<EntryView>(list.data);
  const total = list.data?.pages[0]?.total;
  const { kind } = dictionary;
  const hasDivision = kind === "city" || kind === "district";
  const columns: TableColumnsType<EntryView> = [
    { title: t("dictionaries.name"), key: "name", dataIndex: "name" },
    { title: t("dictionaries.code"), key: "code", dataIndex: "code", width: 130 },
    {
      title: t("dictionaries.parent"),
      key: "parent",
      hidden: !rows.some(({ parent }) => parent !== null),
      render: (_, { parent, parent_name: name }) => name ?? parent ?? "",
    },
    {
      title: t("dictionaries.division"),
      key: "division",
      hidden: !hasDivision,
      width: 130,
      render: (_, { division_code: code }) => code ?? <span className="muted">{t("app.none")}</span>,
    },
  ];
  const empty = (
    <EmptyState title={t("dictionaries.noEntries")} hint={t("dictionaries.noEntriesHint")}>
      {find !== undefined && <Button onClick={() => onFind(undefined)}>{t("app.reset")}</Button>}
    </EmptyState>
  );
  return (
    <section>
      <h3 className="section-title">{t("dictionaries.entriesOf", { version })}</h3>
      <SearchField value={find} label={t("dictionaries.find")} onSearch={onFind} data-testid="find-entries" />
      {total !== undefined && (
        <p className="small muted">{t("dictionaries.total", { total: formatCount(total, language) })}</p>
      )}
      <ListStatus list={list} empty={rows.length === 0 && empty} />
      {rows.length > 0 && (
        <>
          <DataTable<EntryView>
            label={t("dictionaries.entries")}
            testId="dictionary-entries"
            rowKey={({ parent, code }) => `${parent ?? ""}/${code}`}
            columns={columns}
            dataSource={rows}
          />
          <LoadMore shown={rows.length} list={list} />
        </>
      )}
    </section>
  );
}
