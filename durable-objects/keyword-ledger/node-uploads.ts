/**
 * Remembers which uploads of nodes a run has counted. A node names the upload of each page; the IngestLedger tells its
 * place in the order of acceptance, and one lane crawls a run, so a page's upload is always later than those before it.
 */
import type { PageProgress } from "../../shared/contracts/keyword-ledger.ts";
import { RunError } from "./runs.ts";

export class NodeUploads {
  readonly #sql: SqlStorage;

  constructor(sql: SqlStorage) {
    this.#sql = sql;
  }

  /**
   * Counts the uploads of pages that were saved now; call it in their transaction.
   * @throws RunError when the run counted one of them before
   */
  count(id: string, saved: readonly PageProgress[]): void {
    const named = saved.filter((page) => page.batch_seq !== undefined);
    if (named.length === 0) return;
    const { last } = this.#sql
      .exec<{ last: number }>("SELECT batch_seq AS last FROM runs WHERE keyword_id = ?", id)
      .one();
    const again = named.find((page) => (page.batch_seq ?? 0) <= last);
    if (again) throw new RunError(`page ${again.page} names an upload that this run counted before`);
    const newest = Math.max(...named.map((page) => page.batch_seq ?? 0));
    this.#sql.exec("UPDATE runs SET batch_seq = ? WHERE keyword_id = ?", newest, id);
  }
}
