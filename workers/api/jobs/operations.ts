import { listJobs } from "./list.ts";
import { showJob } from "./show.ts";

export const jobOperations = [listJobs, showJob] as const;
