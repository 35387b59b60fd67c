import { listSchedules } from "./list.ts";
import { listScheduleSlots } from "./list-slots.ts";
import { runSchedule } from "./run.ts";

export const scheduleOperations = [listSchedules, listScheduleSlots, runSchedule] as const;
