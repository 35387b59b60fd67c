/** The data of a chart as a table. It is a plain one: it has neither selection nor pages. */
import type { ReactNode } from "react";
import type { DataColumn } from "../../charts/data-csv.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ScrollBox } from "../scroll-box.tsx";
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
  const [nameColumn, ...others] = columns.map((column) => ({
    ...column,
    isNumeric: isNumeric(rows, column),
    text: (row: Row) => column.show?.(row) ?? String(column.value(row) ?? t("app.none")),
  }));
  if (!nameColumn) return null;
  return (
    <ScrollBox label={title} className="figure-table">
      <table>
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {[nameColumn, ...others].map((column) => (
              <th key={column.title} scope="col" className={column.isNumeric ? "is-number" : ""}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const name = nameColumn.text(row);
            return (
              <tr key={keyOf(row, columns)} className={isGrey?.(row) ? "is-grey" : ""}>
                <th scope="row">
                  <RowName query={rowsQuery?.(row)} label={t("figure.rowsOf", { name })}>
                    {name}
                  </RowName>
                </th>
                {others.map((column) => {
                  const text = column.text(row);
                  const isLong = text.length > LONG_TEXT;
                  return (
                    <td
                      key={column.title}
                      className={column.isNumeric ? "is-number number" : isLong ? "is-long" : ""}
                    >
                      {text}
                    </td>
                  );
                })}
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollBox>
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

/** Two rows of an answer differ in a value of at least one column. */
const keyOf = <Row,>(row: Row, columns: readonly DataColumn<Row>[]): string =>
  columns.map(({ value }) => value(row)).join("\n");

/** A column whose first known value is a number is set flush right. */
const isNumeric = <Row,>(rows: readonly Row[], { value }: DataColumn<Row>): boolean =>
  typeof rows.map((row) => value(row)).find((known) => known !== null) === "number";
