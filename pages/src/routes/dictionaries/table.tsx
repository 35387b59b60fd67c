/** The dictionaries of all platforms, each with its active version and what waits. */
import { Button, type TableColumnsType, Tag } from "antd";
import type { DictionaryView, PlatformLoads } from "../../api/dictionaries.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { RelativeTime } from "../../ui/time.tsx";
import { useWide } from "../../ui/use-wide.ts";
import { texts } from "./texts.ts";

type Load = PlatformLoads["sources"][number];

interface DictionaryTableProps {
  dictionaries: DictionaryView[];
  loads: PlatformLoads[];
  onOpen: (dictionary: DictionaryView) => void;
}

export function DictionaryTable({ dictionaries, loads, onOpen }: DictionaryTableProps) {
  const { t, language } = useTexts(texts);
  const wide = useWide();
  const loadOf = ({ platform, kind }: DictionaryView): Load | undefined =>
    loads.find((one) => one.platform === platform)?.sources.find(({ kinds }) => kinds.includes(kind));
  const columns: TableColumnsType<DictionaryView> = [
    {
      title: t("dictionaries.dictionary"),
      key: "dictionary",
      width: wide ? 220 : 130,
      render: (_, row) => (
        <>
          <Button type="link" className="cell-link" onClick={() => onOpen(row)} data-testid="open-dictionary">
            {t(`dictionaries.kind.${row.kind}`)}
          </Button>{" "}
          {row.proposed && (
            <Tag color="error" data-testid="drift">
              {t("dictionaries.alarm")}
            </Tag>
          )}
          <div className="small muted">{t(`platform.${row.platform}`)}</div>
        </>
      ),
    },
    {
      title: t("dictionaries.version"),
      key: "version",
      width: wide ? 200 : 110,
      render: (_, { active }) => (
        <>
          {t("dictionaries.versionOf", { version: active.version })}
          {active.version === 0 && <div className="small muted">{t("dictionaries.shipped")}</div>}
        </>
      ),
    },
    {
      title: t("dictionaries.entries"),
      key: "entries",
      width: 110,
      align: "right",
      render: (_, { active }) => <span className="number">{formatCount(active.entries, language)}</span>,
    },
    {
      title: t("dictionaries.lastLoad"),
      key: "load",
      hidden: !wide,
      render: (_, row) => <LoadState load={loadOf(row)} />,
    },
  ];
  return (
    <DataTable<DictionaryView>
      label={t("dictionaries.table")}
      testId="dictionary-table"
      hasStickyHead
      rowKey={({ platform, kind }) => `${platform}:${kind}`}
      columns={columns}
      dataSource={dictionaries}
      onOpen={onOpen}
    />
  );
}

/** How the last request for a dictionary ended. */
function LoadState({ load }: { load: Load | undefined }) {
  const { t, language } = useTexts(texts);
  if (load?.waiting) return <Tag color="processing">{t("dictionaries.load_waiting")}</Tag>;
  if (!load || load.finished_at === null)
    return <span className="muted">{t("dictionaries.load_never")}</span>;
  const isGood = load.outcome === "ok";
  return (
    <>
      <Tag color={isGood ? "success" : "error"}>
        {isGood
          ? t("dictionaries.load_ok")
          : t("dictionaries.load_failed", { reason: load.reason ?? load.outcome ?? "" })}
      </Tag>
      <RelativeTime at={load.finished_at} />
      {load.unread > 0 && (
        <div className="small muted">
          {t("dictionaries.unread", { unread: formatCount(load.unread, language) })}
        </div>
      )}
    </>
  );
}
