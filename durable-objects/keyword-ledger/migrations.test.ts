/** A ledger made before coverage belonged to the keyword keeps its figures, and lets none that lied go on. */
import { reset, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { migrate } from "../base/migrate.ts";
import { KeySets } from "./key-set.ts";
import { MIGRATIONS } from "./migrations.ts";

afterEach(() => reset());

test("figures of complete runs are carried over; a run that stopped early leaves none", () =>
  runInDurableObject(env.BROWSER_BROKER.getByName("old ledger"), async (_, { storage }) => {
    const { sql } = storage;
    migrate(
      storage,
      MIGRATIONS.filter(({ name }) => name < "006"),
    );
    const keyword = (id: string, outcome: string | null, deletedAt: number | null = null) =>
      sql.exec(
        `INSERT INTO keywords (id, keyword, city, channel, last_outcome, finished_runs, created_at, deleted_at)
         VALUES (?, ?, '北京', 'web', ?, 2, 1, ?)`,
        ...[id, id, outcome, deletedAt],
      );
    const run = (id: string, finishedAt: number | null, distinct: number, early = 0) => {
      sql.exec("INSERT INTO runs (keyword_id, run_id, started_at) VALUES (?, ?, 1)", id, `run of ${id}`);
      sql.exec(
        "UPDATE runs SET finished_at = ?, pages = 2, reported = 20, distinct_keys = ?, early_stopped = ? WHERE keyword_id = ?",
        ...[finishedAt, distinct, early, id],
      );
    };
    for (const id of ["whole", "early", "running", "skipped", "deleted"]) {
      keyword(id, id === "skipped" ? "skipped" : "ok", id === "deleted" ? 9 : null);
      run(id, id === "running" ? null : 5, id === "early" ? 4 : 18, id === "early" ? 1 : 0);
    }
    keyword("new", null);
    const hashes = BigUint64Array.from([1n, 2n, 3n]).buffer;
    sql.exec("INSERT INTO run_keys (keyword_id, chunk, hashes) VALUES ('running', 0, ?)", hashes);

    migrate(storage, MIGRATIONS);
    expect(
      sql
        .exec(
          "SELECT id, covered_distinct AS n, covered_reported AS of, finished_runs AS runs FROM keywords ORDER BY id",
        )
        .toArray(),
    ).toEqual([
      { id: "deleted", n: 18, of: 20, runs: 2 },
      // These would stop early again, and so never know what they have.
      { id: "early", n: null, of: null, runs: 0 },
      { id: "new", n: null, of: null, runs: 0 },
      { id: "running", n: null, of: null, runs: 0 },
      { id: "skipped", n: null, of: null, runs: 0 },
      { id: "whole", n: 18, of: 20, runs: 2 },
    ]);
    expect(sql.exec("SELECT known, reported, distinct_keys FROM totals").one()).toEqual({
      known: 1,
      reported: 20,
      distinct_keys: 18,
    });
    // The unfinished run goes on with what it had seen.
    expect(new KeySets(sql).add("running", "run of running", [["another"]]).distinct).toBe(4);
    // What its runs had counted with every page is in the totals once, also when such a run is dropped.
    sql.exec("DELETE FROM runs WHERE keyword_id = 'running'");
    expect(sql.exec("SELECT pages FROM totals").one()).toEqual({ pages: 10 });
    sql.exec("UPDATE keywords SET deleted_at = NULL WHERE id = 'deleted'");
    expect(sql.exec("SELECT known, reported FROM totals").one()).toEqual({ known: 2, reported: 40 });
  }));
