/** The address of the schedules page says what is open, and which slots are shown. */
import { SLOT_STATUSES, type SlotStatus } from "../../../../shared/contracts/schedule.ts";
import type { Hours } from "../../api/schedules.ts";
import { readFlag, readOneOf, readText } from "../search-values.ts";

const HOURS = ["48", "168"] as const satisfies readonly Hours[];

export interface ScheduleSearch {
  /** Name of the schedule whose details are open. */
  id?: string;
  /** Hours of the strips; 48 when left out. */
  hours?: Hours;
  /** Shows only slots with this answer. */
  status?: SlotStatus;
  /** The dialog of a new schedule is open. */
  new?: true;
  /** The dialog that changes the open schedule is open. */
  edit?: true;
}

export const readScheduleSearch = (raw: Record<string, unknown>): ScheduleSearch => ({
  id: readText(raw.id),
  hours: readOneOf(readText(raw.hours), HOURS),
  status: readOneOf(raw.status, SLOT_STATUSES),
  new: readFlag(raw.new),
  edit: readFlag(raw.edit),
});
