/**
 * The corpus of 5,000 real postings of 2023, which is not part of the project: JOBDATA_CORPUS, or beside the project.
 * Where it is missing, tests use a generated one.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";

const file =
  process.env.JOBDATA_CORPUS ?? resolve(import.meta.dirname, "../../../shared/postings/51job-2023.csv");

/** Null where there is none. */
export const CORPUS_FILE = existsSync(file) ? file : null;
