/** What became of postings between two snapshots, in memory: the same rules as in ClickHouse. */
import { COMPARED_NAMES, PUBLISHED_NAMES } from "../../../workers/data-set/published-columns.ts";
import type { ChangeCounts, SnapshotRows } from "../../../workers/data-set/snapshot-rows.ts";
import type { MemorySource } from "./memory-source.ts";

type Change = { platform: string; job_key: string; change: keyof ChangeCounts };

export class MemorySnapshotRows implements SnapshotRows {
  readonly #source: MemorySource;
  /** Days, their postings by key, and what is compared of each. */
  readonly kept = new Map<string, Map<string, string>>();

  constructor(source: MemorySource) {
    this.#source = source;
  }

  async keep(day: string, stage: string) {
    const rows = this.#source.copies.get(stage) ?? [];
    const compared = PUBLISHED_NAMES.flatMap((name, at) => (COMPARED_NAMES.includes(name) ? [at] : []));
    this.kept.set(
      day,
      new Map(
        rows.map(({ cells, position }) => [
          position.slice(1).join(" "),
          JSON.stringify(compared.map((at) => cells[at])),
        ]),
      ),
    );
  }

  #changes(day: string, previousDay: string): Change[] {
    const [now, before] = [this.kept.get(day) ?? new Map(), this.kept.get(previousDay) ?? new Map()];
    return [...new Set([...now.keys(), ...before.keys()])].toSorted().flatMap((key): Change[] => {
      const [platform = "", job_key = ""] = key.split(" ");
      if (!before.has(key)) return [{ platform, job_key, change: "added" }];
      if (!now.has(key)) return [{ platform, job_key, change: "gone" }];
      return now.get(key) === before.get(key) ? [] : [{ platform, job_key, change: "changed" }];
    });
  }

  async counts(day: string, previousDay: string | null) {
    const counts: ChangeCounts = { added: 0, changed: 0, gone: 0 };
    if (previousDay !== null) for (const { change } of this.#changes(day, previousDay)) counts[change] += 1;
    return counts;
  }

  async changes(day: string, previousDay: string) {
    const lines = this.#changes(day, previousDay).map((change) => `${JSON.stringify(change)}\n`);
    return new Blob(lines).stream() as ReadableStream<Uint8Array>;
  }

  async drop(day: string) {
    this.kept.delete(day);
  }
}
