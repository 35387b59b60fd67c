/** The data of a chart as a table. A plain one: it has neither selection nor pages. */
import type { ReactNode } from "react";
import type { DataColumn } from "../../charts/data-csv.ts";
import { useTexts } from "../../i18n/texts.ts";
import { RowsLink } from "./rows-link.tsx";
import { texts } from "./texts.ts";

/** Letters from which on a text gets a wide column: on a narrow screen the table scrolls. */
const LONG_TEXT = 16;

interface FigureTableProps<Row> {
  title: string;
  rows: readonly Row[];
  columns: readonly DataColumn<Row>[];
  /** Query string of the postings behind a row. */
  rowsQuery?: (row: Row) => string | undefined;
  isGrey?: (row: Row) => boolean;
}

export function FigureTable<Row>({ title, rows, columns, rowsQuery, isGrey }: FigureTableProps<Row>) {
  const { t } = useTexts(texts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reached by keyboard (axe: scrollable-region-focusable)
    <section className="figure-table" aria-label={title} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {columns.map((column, index) => (
              <th
                key={column.title}
                scope="col"
                className={isNumeric(rows, columns, index) ? "is-number" : ""}
              >
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the rows of an answer keep their places
            <tr key={number} className={isGrey?.(row) ? "is-grey" : ""}>
              {columns.map((column, index) => {
                const text = column.show?.(row) ?? String(column.value(row) ?? t("app.none"));
                if (index > 0) {
                  return (
                    <td
                      key={column.title}
                      className={
                        isNumeric(rows, columns, index)
                          ? "is-number number"
                          : text.length > LONG_TEXT
                            ? "is-long"
                            : ""
                      }
                    >
                      {text}
                    </td>
                  );
                }
                return (
                  <th key={column.title} scope="row">
                    <RowName query={rowsQuery?.(row)} label={t("figure.rowsOf", { name: text })}>
                      {text}
                    </RowName>
                  </th>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RowName({ query, label, children }: { query?: string; label: string; children: ReactNode }) {
  if (query === undefined) return children;
  return (
    <RowsLink query={query} label={label}>
      {children}
    </RowsLink>
  );
}

/** A column whose first known value is a number is set flush right. */
function isNumeric<Row>(rows: readonly Row[], columns: readonly DataColumn<Row>[], index: number): boolean {
  const first = rows.map((row) => columns[index]?.value(row) ?? null).find((value) => value !== null);
  return typeof first === "number";
}
