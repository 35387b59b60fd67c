/** The definitions against the migrated schema of the real engine, and docs/tables.md against the definitions. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commented, tablesPage } from "../../local/docs/tables-page.ts";
import { type ScratchClickHouse, scratchClickHouse } from "../../tests/support/clickhouse/scratch.ts";
import { TABLES, VIEWS, viewColumns } from "./all-tables.ts";
import type { Columns } from "./column.ts";

let ch: ScratchClickHouse;
beforeAll(async () => {
  ch = await scratchClickHouse({ migrated: true });
});
afterAll(() => ch?.remove());

interface Stored {
  name: string;
  type: string;
  comment: string;
}
async function columnsOf(table: string): Promise<Stored[]> {
  const lines = await ch.ask(
    `SELECT name, type, comment FROM system.columns WHERE database = '${ch.database}' AND table = '${table}'
     ORDER BY name FORMAT JSONEachRow`,
  );
  return lines.split("\n").map((line) => JSON.parse(line) as Stored);
}
const sorted = (names: Iterable<string>) => [...names].sort();
const defined = (columns: Columns): Stored[] =>
  sorted(Object.keys(columns)).map((name) => ({
    name,
    type: columns[name]?.type ?? "",
    comment: columns[name]?.comment ?? "",
  }));

describe.each(TABLES)("table $name", ({ name, comment, columns }) => {
  test("has the columns, types and comments of its definition", async () => {
    expect(await columnsOf(name)).toEqual(defined(columns));
  });

  test("has its comment", async () => {
    expect(
      await ch.ask(
        `SELECT comment FROM system.tables WHERE database = '${ch.database}' AND name = '${name}'`,
      ),
    ).toBe(comment);
  });
});

test.each(VIEWS)("view $name shows the columns of its definition, with their comments", async (view) => {
  const stored = (await columnsOf(view.name)).map(({ name, comment }) => [name, comment]);
  expect(Object.fromEntries(stored)).toEqual(viewColumns(view));
  expect(
    await ch.ask(
      `SELECT comment FROM system.tables WHERE database = '${ch.database}' AND name = '${view.name}'`,
    ),
  ).toBe(view.comment);
});

test("no table or view is without a definition", async () => {
  const names = await ch.ask(
    `SELECT name FROM system.tables WHERE database = '${ch.database}' ORDER BY name`,
  );
  expect(names.split("\n")).toEqual(sorted(commented().map(({ name }) => name)));
});

test("no table, view or column is without a comment", async () => {
  const bare = await ch.ask(
    `SELECT name FROM system.tables WHERE database = '${ch.database}' AND comment = ''
     UNION ALL SELECT concat(table, '.', name) FROM system.columns
     WHERE database = '${ch.database}' AND comment = '' ORDER BY 1`,
  );
  expect(bare).toBe("");
});

test("docs/tables.md is what the definitions say; `node local/docs/tables-page.ts` writes it", () => {
  expect(readFileSync("docs/tables.md", "utf8")).toBe(tablesPage());
});
