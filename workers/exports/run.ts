/** One step of an export's run: what the phases share. */
import type { ExportPhase } from "../../shared/contracts/exports.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import type { ExportColumn } from "./columns.ts";
import type { ExportServices } from "./export-services.ts";
import type { ExportChange } from "./export-store.ts";
import type { Stage } from "./source.ts";
import { columnsOf } from "./subjects.ts";

/** The step ends here: the export was cancelled, another step has taken over, or the time is up. */
export class StepEnds extends Error {
  readonly why: "taken" | "time";

  constructor(why: "taken" | "time") {
    super(`the step ends: ${why}`);
    this.why = why;
  }
}

/** The export can't be made; a further step would fail in the same way. */
export class ExportFails extends Error {}

export class Run {
  readonly services: ExportServices;
  readonly columns: readonly ExportColumn[];
  readonly #fence: number;
  /** Unix ms. */
  readonly #until: number;
  record: ExportRecord;

  constructor(services: ExportServices, record: ExportRecord, fence: number, until: number) {
    this.services = services;
    this.record = record;
    this.columns = columnsOf(record.subject, record.columns);
    this.#fence = fence;
    this.#until = until;
  }

  get stage(): Stage {
    const { stage: name, subject } = this.record;
    if (name === null) throw new ExportFails("the copy of the rows is gone");
    return { name, subject, columns: this.columns };
  }

  /** A name that no earlier step has used: what it left behind can't mix with what this one writes. */
  newStageName(): string {
    return `${this.record.id}.${this.#fence}`;
  }

  /** @throws StepEnds when the export has ended or has another holder */
  async save(change: Omit<ExportChange, "updatedAt">): Promise<void> {
    const updatedAt = this.services.clock.now();
    const saved = await this.services.store.save(this.record.id, this.#fence, { ...change, updatedAt });
    if (!saved) throw new StepEnds("taken");
    this.record = { ...this.record, ...change, updatedAt };
  }

  /** Saves progress; a step that made some may fail again as often as the first. @throws StepEnds */
  async progress(change: Omit<ExportChange, "updatedAt" | "attempts">): Promise<void> {
    await this.save({ ...change, attempts: 0 });
    if (this.services.clock.now() >= this.#until) throw new StepEnds("time");
  }

  /** Begins a phase at its first row. */
  enter(phase: ExportPhase, change: Omit<ExportChange, "updatedAt"> = {}): Promise<void> {
    return this.save({ phase, position: null, skipBytes: 0, rowsDone: 0, attempts: 0, ...change });
  }
}
