/** What a command works with: the server, the words, and ways to show rows and records. */
import pc from "picocolors";
import { plainJson, plainText } from "../../terminal/plain-text.ts";
import { padded, widthOf } from "../../terminal/width.ts";
import { type Connection, findConnection } from "./api/connection.ts";
import { type PageOptions, type PageQuery, pagesOf } from "./api/pages.ts";
import { type Api, connectTo, type Server } from "./api/server.ts";
import { usageError } from "./exit.ts";
import type { Io } from "./io.ts";
import { type ProgressBar, progressBar } from "./output/progress.ts";
import { type Column, tableOf } from "./output/table.ts";
import { fill, type Words } from "./words/words.ts";

/** Options that every command takes. */
export interface GlobalOptions {
  json?: boolean;
  profile?: string;
  lang?: string;
  color?: boolean;
}

export type Colors = ReturnType<typeof pc.createColors>;
type Values = Record<string, string | number>;

export interface Context {
  io: Io;
  json: boolean;
  words: Words;
  colors: Colors;
  profile: string | undefined;
  bar: ProgressBar;
  /** @throws CliError when nobody is signed in */
  connection(): Promise<Connection>;
  server(): Promise<Server>;
  api(): Promise<Api>;
  /** Writes a line for people; nothing with `--json`. */
  say(text: string, values?: Values): Promise<void>;
  /** Writes a note to the standard error; nothing with `--json`. */
  note(text: string): Promise<void>;
  /** Writes a value as one line of JSON, with `--json` only. */
  value(value: unknown): Promise<void>;
  /** Writes names and values for people; values that are null are left out. */
  record(pairs: readonly (readonly [string, string | number | null | undefined])[]): Promise<void>;
  /** Writes rows: a table, or JSON Lines. */
  rows<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Promise<void>;
  /** Writes a list of the API as it comes, page by page. */
  list<Row>(
    columns: readonly Column<Row>[],
    options: PageOptions,
    fetchPage: (query: PageQuery) => Promise<{ items: Row[]; next_cursor: string | null }>,
  ): Promise<void>;
  /** @throws CliError where nobody can be asked and `--yes` is missing */
  confirm(question: string, yes: boolean | undefined): Promise<boolean>;
}

/** https://no-color.org: any text but an empty one switches colours off. */
const wantsColors = ({ env, out }: Io, { color, json }: GlobalOptions) =>
  color !== false && json !== true && out.isTTY && !env.NO_COLOR && env.TERM !== "dumb";

export function contextOf(io: Io, options: GlobalOptions, words: Words): Context {
  const json = options.json === true;
  const colors = pc.createColors(wantsColors(io, options));
  let found: Promise<Connection> | undefined;
  let server: Promise<Server> | undefined;
  const connection = () => {
    found ??= findConnection(io, options.profile);
    return found;
  };
  const connect = () => {
    server ??= connection().then((to) => connectTo(to, io));
    return server;
  };
  const print = async (lines: readonly string[]) => {
    if (lines.length > 0) await io.out.write(`${lines.join("\n")}\n`);
  };
  const context: Context = {
    io,
    json,
    words,
    colors,
    profile: options.profile,
    bar: progressBar(io.err, !json),
    connection,
    server: connect,
    api: async () => (await connect()).api,
    async say(text, values) {
      if (!json) await print([plainText(fill(text, values))]);
    },
    async note(text) {
      if (!json) await io.err.write(`${plainText(text)}\n`);
    },
    async value(value) {
      if (json) await print([plainJson(value)]);
    },
    async record(pairs) {
      if (json) return;
      const shown = pairs.filter(([, value]) => value !== null && value !== undefined && value !== "");
      const width = Math.max(0, ...shown.map(([name]) => widthOf(name)));
      await print(
        shown.map(([name, value]) => `${colors.dim(padded(name, width))}  ${plainText(String(value))}`),
      );
    },
    async rows(columns, rows) {
      if (json) return print(rows.map(plainJson));
      if (rows.length === 0) return context.note(words.text.nothing);
      await print(tableOf(columns, io.out.columns, colors.dim)(rows));
    },
    async list(columns, options, fetchPage) {
      const table = tableOf(columns, io.out.columns, colors.dim);
      let isEmpty = true;
      let hasMore = false;
      const pages = pagesOf(fetchPage, options, (more) => {
        hasMore = more;
      });
      for await (const rows of pages) {
        if (rows.length > 0) isEmpty = false;
        await print(json ? rows.map(plainJson) : rows.length > 0 ? table(rows) : []);
      }
      if (isEmpty) await context.note(words.text.nothing);
      if (hasMore) await context.note(words.text.more);
    },
    async confirm(question, yes) {
      if (yes) return true;
      if (!io.input.isTTY) throw usageError("nobody can be asked here: say --yes");
      const answer = await io.input.ask(plainText(question), false);
      return /^(y|yes|是)$/i.test((answer ?? "").trim());
    },
  };
  return context;
}

/** The colour of a state's word, the same for all nouns. */
export function stateColor({ colors }: Context, state: string): (text: string) => string {
  if (["failed", "blocked", "missed", "offline", "down", "open", "firing"].includes(state)) return colors.red;
  if (["done", "fired", "online", "ok", "closed", "resolved"].includes(state)) return colors.green;
  if (["running", "queued", "late", "retrying", "half-open", "degraded"].includes(state))
    return colors.yellow;
  return (text) => text;
}
