/**
 * docs/tables.md, written from the table definitions: `node local/docs/tables-page.ts`. With `--sql` it prints the
 * statements that set all comments in ClickHouse, for a migration.
 */
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { padded, widthOf } from "../../clients/terminal/width.ts";
import { FILLERS, MIGRATION_RECORD, TABLES, VIEWS, viewColumns } from "../../shared/tables/all-tables.ts";
import type { Columns } from "../../shared/tables/column.ts";
import type { Table } from "../../shared/tables/table.ts";

const PAGE = new URL("../../docs/tables.md", import.meta.url);

/** A table in Markdown, padded as the formatter of the docs has it. */
export function markdownTable(head: readonly string[], rows: string[][]): string {
  const all: (readonly string[])[] = [head, ...rows];
  const widths = head.map((_, column) => Math.max(3, ...all.map((cells) => widthOf(cells[column] ?? ""))));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => padded(cell, widths[at] ?? 0)).join(" | ")} |`;
  return [line(head), line(widths.map((width) => "-".repeat(width))), ...rows.map(line)].join("\n");
}

function describeColumns(columns: Columns): string {
  const rows = Object.entries(columns).map(([name, { type, comment }]) => [
    `\`${name}\``,
    `\`${type}\``,
    comment,
  ]);
  return markdownTable(["column", "type", "meaning"], rows);
}

function describeTable({ name, comment, columns }: Table): string {
  const twin = TABLES.find((table) => table.columns === columns);
  const body = twin && twin.name !== name ? `Columns of \`${twin.name}\`.` : describeColumns(columns);
  return `## ${name}\n\n${comment}.\n\n${body}\n`;
}

/** @returns text of docs/tables.md */
export function tablesPage(): string {
  const views = VIEWS.map(({ name, comment, of }) => {
    const adds = Object.entries(of.adds)
      .map(([column, meaning]) => `\`${column}\`: ${meaning}`)
      .join(". ");
    const columns = `${of.without.length === 0 ? "all" : "most"} of \`${of.table.name}\`. ${adds}`;
    return [`\`${name}\``, columns, comment];
  });
  return `# Tables of ClickHouse

Written by \`node local/docs/tables-page.ts\` from \`shared/tables/\`; a test holds this page and the migrated database to
it. How a column is added: [decision 0012](decisions/0012-tables-and-registry.md). Times are UTC, as their type says;
columns named \`day\` are days of China Standard Time.

${TABLES.map(describeTable).join("\n")}
## Views

${markdownTable(["view", "columns", "meaning"], views)}
`;
}

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

interface Commented {
  name: string;
  comment: string;
  /** Meaning by name. */
  columns: Readonly<Record<string, string>>;
}

const meanings = (columns: Columns): Record<string, string> =>
  Object.fromEntries(Object.entries(columns).map(([name, { comment }]) => [name, comment]));

/** Everything in the database that has a comment. */
export const commented = (): Commented[] => [
  ...TABLES.map(({ name, comment, columns }) => ({ name, comment, columns: meanings(columns) })),
  ...VIEWS.map((view) => ({ name: view.name, comment: view.comment, columns: viewColumns(view) })),
  ...FILLERS.map(({ name, fills }) => ({
    name,
    comment: `Fills ${fills.name}`,
    columns: meanings(fills.columns),
  })),
  MIGRATION_RECORD,
];

/** @returns statements that set the comments of all tables, views and columns; each may run again */
function commentStatements(): string {
  return commented()
    .map(({ name, comment, columns }) => {
      const changes = Object.entries(columns).map(
        ([column, meaning]) => `    COMMENT COLUMN ${column} ${quoted(meaning)}`,
      );
      return `ALTER TABLE ${name} MODIFY COMMENT ${quoted(comment)};\nALTER TABLE ${name}\n${changes.join(",\n")};\n`;
    })
    .join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  if (process.argv.includes("--sql")) process.stdout.write(commentStatements());
  else writeFileSync(PAGE, tablesPage());
}
