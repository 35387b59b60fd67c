/** One step of an export's run: what the phases share. */
import type { ExportPhase } from "../../shared/contracts/exports.ts";
import type { ExportRecord } from "../db/export-schema.ts";
import { Step, StepFails } from "../step.ts";
import type { ExportColumn } from "./columns.ts";
import type { ExportServices } from "./export-services.ts";
import type { ExportChange } from "./export-store.ts";
import type { Stage } from "./source.ts";
import { columnsOf } from "./subjects.ts";

export class Run extends Step<ExportRecord> {
  readonly services: ExportServices;
  readonly columns: readonly ExportColumn[];

  constructor(services: ExportServices, record: ExportRecord, fence: number, timeMs: number) {
    super(record, fence, services.clock, timeMs);
    this.services = services;
    this.columns = columnsOf(record.subject, record.columns);
  }

  protected override write(change: ExportChange): Promise<boolean> {
    return this.services.store.save(this.record.id, this.fence, change);
  }

  get stage(): Stage {
    const { stage: name, subject } = this.record;
    if (name === null) throw new StepFails("the copy of the rows is gone");
    return { name, subject, columns: this.columns };
  }

  /** A name that no earlier step has used: what it left behind can't mix with what this one writes. */
  newStageName(): string {
    return `${this.record.id}.${this.fence}`;
  }

  /** Begins a phase at its first row. */
  enter(phase: ExportPhase, change: Omit<ExportChange, "updatedAt"> = {}): Promise<void> {
    return this.save({ phase, position: null, skipBytes: 0, rowsDone: 0, attempts: 0, ...change });
  }
}
