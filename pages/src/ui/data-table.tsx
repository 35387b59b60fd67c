/** The tables of the dashboard: all of the given rows, smaller on narrow screens. */
import { Table, type TableColumnType, type TableProps } from "antd";
import type { MouseEvent, ReactNode } from "react";
import { useTexts } from "../i18n/texts.ts";
import { useWide } from "./use-wide.ts";

interface DataTableProps<Row> extends TableProps<Row> {
  label: string;
  testId: string;
  /** The head stays in view while a long list scrolls under the page's header. */
  hasStickyHead?: boolean;
  /** Its columns are more than a narrow screen has room for. antd's own `scroll` cannot be used by the keyboard. */
  scrollsSideways?: boolean;
  /** A row is clicked. Its own button opens it too, for the keyboard. */
  onOpen?: (row: Row) => void;
}

/** A click on a link, on a button, or one that ends a selection of text, is not meant for the row. */
const isForRow = ({ target }: { target: EventTarget }): boolean =>
  !(target instanceof Element && target.closest("a, button") !== null) &&
  window.getSelection()?.isCollapsed !== false;

/** A table with border, name and test id; antd's own keeps neither name nor id on one element. */
export function DataTable<Row extends object>({
  label,
  testId,
  hasStickyHead = false,
  scrollsSideways = false,
  onOpen,
  ...props
}: DataTableProps<Row>) {
  const wide = useWide();
  const onRow =
    onOpen &&
    ((row: Row) => ({
      className: "row-link",
      onClick: (event: MouseEvent) => {
        if (isForRow(event)) onOpen(row);
      },
    }));
  return (
    <section
      className={`table${hasStickyHead ? " sticky-head" : ""}${scrollsSideways ? " scrolls" : ""}`}
      tabIndex={scrollsSideways ? 0 : undefined}
      aria-label={label}
      data-testid={testId}
    >
      <Table<Row> rowKey="id" size={wide ? "medium" : "small"} pagination={false} onRow={onRow} {...props} />
    </section>
  );
}

interface ActionsColumn<Row> {
  /** Pixels. */
  width: number;
  /** False: only screen readers get the title. */
  hasTitle?: boolean;
  /** True when no row has an action for this person. */
  hidden?: boolean;
  render: (row: Row) => ReactNode;
}

/** The last column: what can be done with a row. */
export const actionsColumn = <Row,>({
  width,
  hasTitle = false,
  hidden = false,
  render,
}: ActionsColumn<Row>): TableColumnType<Row> => ({
  title: <ActionsTitle isShown={hasTitle} />,
  key: "actions",
  width,
  hidden,
  align: "right",
  render: (_, row) => render(row),
});

function ActionsTitle({ isShown }: { isShown: boolean }) {
  const { t } = useTexts();
  return <span className={isShown ? undefined : "visually-hidden"}>{t("table.actions")}</span>;
}
