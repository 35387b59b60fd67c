/** A figure: its chart or its table, the facts about it, and its downloads. Each figure loads on its own. */
import { BarChartOutlined, DownloadOutlined, TableOutlined } from "@ant-design/icons";
import { App, Button, Dropdown } from "antd";
import type { ReactNode } from "react";
import type { FigureCard } from "../../../../shared/contracts/figures.ts";
import { Chart } from "../../charts/chart.tsx";
import type { ChartProps } from "../../charts/chart-option.ts";
import { type DataColumn, dataCsv } from "../../charts/data-csv.ts";
import { download } from "../../charts/download.ts";
import { useChartLooks } from "../../charts/looks.ts";
import { useTexts } from "../../i18n/texts.ts";
import { Panel } from "../panel.tsx";
import { Loaded } from "../side-drawer.tsx";
import { type About, aboutCard, aboutNotes, FEW, type FigureTranslate } from "./card-facts.ts";
import { FigureTable } from "./data-table.tsx";
import { FigureAbout } from "./figure-card.tsx";
import { texts } from "./texts.ts";
import "./figure.css";

/** An answer of the API as a panel shows it. */
export interface FigureView<Row> {
  card: FigureCard | About;
  rows: readonly Row[];
  columns: readonly DataColumn<Row>[];
  rowsQuery?: (row: Row) => string | undefined;
  /** Rows that are greyed, and the sentence that says why; without one it is that they are too few. */
  isGrey?: (row: Row) => boolean;
  greyNote?: string;
  /** It is null for data that only a table can show. */
  chart: Omit<ChartProps, "label"> | null;
  /** This sentence stands below the chart or table, and says what has no place in it. */
  note?: string;
}

const aboutOf = (card: FigureCard | About, t: FigureTranslate, language: string): About =>
  "facts" in card ? card : aboutCard(card, t, language);

interface FigurePanelProps<Data, Row> {
  /** Names the panel in tests, in the address, and in the files that it gives. */
  id: string;
  title: string;
  /** A sentence below the title. */
  hint?: string;
  /** Further choices stand beside the buttons of the panel. */
  controls?: ReactNode;
  query: { data: Data | undefined; error: unknown; isLoading: boolean; refetch: () => unknown };
  view: (data: Data) => FigureView<Row>;
  /** It stands above the chart. */
  lead?: (data: Data) => ReactNode;
  /** Takes the place of chart and table when there is nothing to show; false when there is. */
  empty?: (data: Data) => ReactNode;
  isTable: boolean;
  onTable: (isTable: boolean) => void;
}

export function FigurePanel<Data, Row>({
  id,
  title,
  hint,
  controls,
  query,
  view,
  lead,
  empty,
  isTable,
  onTable,
}: FigurePanelProps<Data, Row>) {
  const { t, language } = useTexts(texts);
  const shown = query.data === undefined ? undefined : view(query.data);
  const hasChart = shown?.chart !== null;
  const nothing = query.data !== undefined && empty?.(query.data);
  const usable = nothing ? undefined : shown;
  return (
    <Panel
      title={title}
      className="figure"
      data-testid={`figure-${id}`}
      extra={
        <div className="figure-tools">
          {controls}
          {hasChart && (
            <Button
              size="small"
              icon={isTable ? <BarChartOutlined /> : <TableOutlined />}
              disabled={usable === undefined}
              aria-label={t(isTable ? "figure.asChartOf" : "figure.asTableOf", { title })}
              onClick={() => onTable(!isTable)}
              data-testid={`switch-${id}`}
            >
              {t(isTable ? "figure.asChart" : "figure.asTable")}
            </Button>
          )}
          <DownloadMenu id={id} title={title} view={usable} />
        </div>
      }
    >
      {hint && <p className="figure-hint muted">{hint}</p>}
      <Loaded query={query}>
        {(data) => {
          if (!shown) return null;
          const { chart, rows, columns, rowsQuery, isGrey, greyNote, note, card } = shown;
          const about = aboutOf(card, t, language);
          const hasGrey = isGrey !== undefined && rows.some(isGrey);
          return (
            <>
              {lead?.(data)}
              {nothing ||
                (chart && !isTable ? (
                  <Chart {...chart} label={t("figure.chartLabel", { title, number: rows.length })} />
                ) : (
                  <FigureTable
                    title={title}
                    rows={rows}
                    columns={columns}
                    rowsQuery={rowsQuery}
                    isGrey={isGrey}
                  />
                ))}
              {!nothing && note && <p className="small muted">{note}</p>}
              {!nothing && hasGrey && (
                <p className="small muted">{greyNote ?? t("figure.fewNote", { few: FEW })}</p>
              )}
              <FigureAbout {...about} />
            </>
          );
        }}
      </Loaded>
    </Panel>
  );
}

interface DownloadMenuProps<Row> {
  id: string;
  title: string;
  view: FigureView<Row> | undefined;
}

function DownloadMenu<Row>({ id, title, view }: DownloadMenuProps<Row>) {
  const { t, language } = useTexts(texts);
  const { message } = App.useApp();
  const looks = useChartLooks();
  const save = async (kind: "csv" | "png" | "svg", { card, chart, rows, columns }: FigureView<Row>) => {
    const about = aboutOf(card, t, language);
    const notes = [title, ...aboutNotes(about, t)];
    if (about.rowsQuery !== undefined) {
      const page = new URL(`/jobs?${about.rowsQuery}`, window.location.href).href;
      notes.push(t("figure.pair", { name: t("figure.rowsColumn"), value: page }));
    }
    const name = `jobdata-${id}-${about.until}.${kind}`;
    if (kind === "csv") {
      download(new Blob([dataCsv(rows, columns, notes)], { type: "text/csv;charset=utf-8" }), name);
    } else if (chart) {
      const { chartPng, chartSvg } = await import("../../charts/image.ts");
      const draw = kind === "png" ? chartPng : chartSvg;
      download(await draw({ ...chart, title, notes: notes.slice(1), looks }), name);
    }
  };
  const kinds = view?.chart === null ? (["csv"] as const) : (["csv", "png", "svg"] as const);
  return (
    <Dropdown
      disabled={view === undefined}
      trigger={["click"]}
      placement="bottomRight"
      menu={{
        items: kinds.map((kind) => ({
          key: kind,
          label: <span data-testid={`download-${kind}`}>{t(`figure.${kind}`)}</span>,
          onClick: () => {
            if (view) save(kind, view).catch(() => message.error(t("figure.drawFailed")));
          },
        })),
      }}
    >
      <Button
        size="small"
        icon={<DownloadOutlined />}
        aria-label={t("figure.downloadOf", { title })}
        data-testid={`download-${id}`}
      >
        {t("figure.download")}
      </Button>
    </Dropdown>
  );
}
