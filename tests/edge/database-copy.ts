/** Copies the whole D1 of a test and builds it again: quicker than to run the migrations and the set-up again. */
import { env } from "cloudflare:workers";

export interface DatabaseCopy {
  /** Statements that build the schema; triggers come after the rows, because they would refuse or change some. */
  tables: readonly string[];
  triggers: readonly string[];
  /** `rows` is a JSON list of lists, in the order of `columns`. */
  contents: readonly { table: string; columns: readonly string[]; rows: string }[];
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** @throws Error for what a copy by JSON would lose: blobs and virtual tables */
export async function copyDatabase(): Promise<DatabaseCopy> {
  const { results } = await env.DB.prepare(
    "select type, name, sql from sqlite_master where sql is not null and name not like '\\_cf\\_%' escape '\\'",
  ).all<{ type: string; name: string; sql: string }>();
  const of = (type: string) => results.filter((item) => item.type === type);
  const virtual = results.find(({ sql }) => /^create virtual/i.test(sql));
  if (virtual) throw new Error(`${virtual.name} is a virtual table`);
  const tables = of("table").map(({ name }) => name);
  const columns = await env.DB.batch<{ name: string; type: string }>(
    tables.map((table) => env.DB.prepare("select name, type from pragma_table_info(?)").bind(table)),
  );
  const contents = tables.map((table, at) => ({ table, columns: columns[at]?.results ?? [] }));
  const rows = await env.DB.batch<{ rows: string }>(
    contents.map(({ table, columns: all }) => {
      if (all.some(({ type }) => type.toLowerCase() === "blob")) throw new Error(`${table} holds a blob`);
      const list = all.map(({ name }) => quoted(name)).join(", ");
      return env.DB.prepare(`select json_group_array(json_array(${list})) as rows from ${quoted(table)}`);
    }),
  );
  return {
    // SQLite makes sqlite_sequence itself, with the first table that has an AUTOINCREMENT.
    tables: [
      ...of("table").filter(({ name }) => name !== "sqlite_sequence"),
      ...of("index"),
      ...of("view"),
    ].map(({ sql }) => sql),
    triggers: of("trigger").map(({ sql }) => sql),
    contents: contents.map(({ table, columns: all }, at) => ({
      table,
      columns: all.map(({ name }) => name),
      rows: rows[at]?.results[0]?.rows ?? "[]",
    })),
  };
}

/** The database must be empty. */
export async function buildDatabase({ tables, triggers, contents }: DatabaseCopy): Promise<void> {
  const fill = contents
    .filter(({ rows }) => rows !== "[]")
    .flatMap(({ table, columns, rows }) => [
      // SQLite counts the rows of AUTOINCREMENT tables itself while they are filled; the copy's count replaces that.
      ...(table === "sqlite_sequence" ? [env.DB.prepare("delete from sqlite_sequence")] : []),
      env.DB.prepare(
        `insert into ${quoted(table)} (${columns.map(quoted).join(", ")})
         select ${columns.map((_, at) => `value ->> ${at}`).join(", ")} from json_each(?)`,
      ).bind(rows),
    ]);
  await env.DB.batch([
    env.DB.prepare("pragma defer_foreign_keys = on"),
    ...tables.map((sql) => env.DB.prepare(sql)),
    ...fill,
    ...triggers.map((sql) => env.DB.prepare(sql)),
  ]);
}
