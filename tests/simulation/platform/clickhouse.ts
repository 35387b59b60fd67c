/**
 * ClickHouse as the ingest uses it: an insert is stored whole or not at all, and one with a token that is known changes
 * nothing. It may be away, refuse rows, or store an insert whose answer is lost.
 */
import { createHash } from "node:crypto";
import type { DataType } from "../../../shared/contracts/platform.ts";
import type { PiecedBody } from "../../../workers/clickhouse/client.ts";
import type { IngestTable, LineInserter } from "../../../workers/ingest/line-inserter.ts";
import type { World } from "../world.ts";

/** Data types of the typed tables. */
const TYPES: Readonly<Record<string, DataType>> = {
  jobs: "job",
  companies: "company",
  job_details: "job_detail",
};

class Refused extends Error {}

/** Rows of the typed tables only are refused: a column does not fit. */
const MAY_REFUSE: ReadonlySet<string> = new Set(["jobs"]);

export class MemoryClickHouse implements LineInserter {
  /** Unix ms until which it is away. */
  awayUntil = 0;
  /** Number of stored rows by table and upload. */
  readonly rowsOf = new Map<string, number>();
  /** Content of the newest stored version of each posting and company. */
  readonly newest = new Map<string, string>();
  /** Contents stored so far of each posting and company. */
  readonly contents = new Map<string, Set<string>>();
  rows = 0;
  readonly #tokens = new Map<string, string>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  insertLines(table: IngestTable, lines: PiecedBody, token: string): Promise<void> {
    const pieces: Uint8Array[] = [];
    // A piece is overwritten by the next one.
    for (const piece of lines.pieces()) pieces.push(piece.slice());
    const text = Buffer.concat(pieces).toString();
    return this.#world.call(
      `ClickHouse: insert into ${table}`,
      () => {
        const { chance, rates } = this.#world;
        if (this.#world.now < this.awayUntil) throw new Error("ClickHouse is away");
        // What was stored once is not refused later.
        const mayRefuse = MAY_REFUSE.has(table) && !this.#tokens.has(token);
        if (mayRefuse && chance.happens(rates.refused)) throw new Refused("a column does not fit");
        this.#store(table, text, token);
      },
      this.#world.rates.insert,
    );
  }

  isRejected(error: unknown): boolean {
    return error instanceof Refused;
  }

  #store(table: string, text: string, token: string): void {
    const digest = createHash("sha256").update(text).digest("base64");
    const known = this.#tokens.get(token);
    if (known !== undefined) {
      if (known !== digest) this.#world.fail("a token of an insert stands for one content", token);
      return;
    }
    this.#tokens.set(token, digest);
    for (const line of text.split("\n")) {
      if (line === "") continue;
      this.rows++;
      const row = JSON.parse(line) as Record<string, string>;
      const upload = `${row.upload_id}.${row.part}`;
      const count = `${table} ${upload}`;
      this.rowsOf.set(count, (this.rowsOf.get(count) ?? 0) + 1);
      const type = TYPES[table];
      if (type === undefined) continue;
      const key = `${type} ${row.platform} ${type === "company" ? row.company_key : row.job_key}`;
      const hash = row.content_hash ?? "";
      // Postings and the companies' own pages both tell of companies, so that their contents take turns.
      if (type !== "company" && this.newest.get(key) === hash)
        this.#world.fail("each accepted row is stored once", `${key} came twice with the content ${hash}`);
      this.newest.set(key, hash);
      const contents = this.contents.get(key) ?? new Set();
      contents.add(hash);
      this.contents.set(key, contents);
    }
  }
}
