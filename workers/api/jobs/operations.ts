import { showJobCorrections } from "./corrections.ts";
import { countJobs } from "./count.ts";
import { listJobFacets } from "./facets.ts";
import { showJobPosting } from "./job-posting.ts";
import { showJobLife } from "./life.ts";
import { listJobs } from "./list.ts";
import { listSameJobs } from "./same.ts";
import { showJob } from "./show.ts";

export const jobOperations = [
  listJobs,
  countJobs,
  listJobFacets,
  showJob,
  showJobLife,
  showJobCorrections,
  showJobPosting,
  listSameJobs,
] as const;
