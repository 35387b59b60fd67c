import { cancelScheduleBackfill } from "./cancel-backfill.ts";
import { createSchedule } from "./create.ts";
import { createScheduleBackfill } from "./create-backfill.ts";
import { deleteSchedule } from "./delete.ts";
import { previewScheduleRun } from "./dry-run.ts";
import { listSchedules } from "./list.ts";
import { listScheduleBackfills } from "./list-backfills.ts";
import { listScheduleSlots } from "./list-slots.ts";
import { pauseSchedule } from "./pause.ts";
import { previewSchedule } from "./preview.ts";
import { previewScheduleBackfill } from "./preview-backfill.ts";
import { resetSchedule } from "./reset.ts";
import { restoreSchedule } from "./restore.ts";
import { resumeSchedule } from "./resume.ts";
import { runSchedule } from "./run.ts";
import { showSchedule } from "./show.ts";
import { showScheduleStrips } from "./strips.ts";
import { updateSchedule } from "./update.ts";

export const scheduleOperations = [
  listSchedules,
  createSchedule,
  // These paths stand before the route that takes any name.
  previewSchedule,
  showScheduleStrips,
  showSchedule,
  updateSchedule,
  deleteSchedule,
  restoreSchedule,
  pauseSchedule,
  resumeSchedule,
  resetSchedule,
  runSchedule,
  previewScheduleRun,
  listScheduleSlots,
  listScheduleBackfills,
  previewScheduleBackfill,
  createScheduleBackfill,
  cancelScheduleBackfill,
] as const;
