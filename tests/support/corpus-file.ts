/**
 * The corpus of 5,000 real postings of 2023, which is not part of the project: JOBDATA_CORPUS, or beside the project.
 * Where it is missing, tests use a generated one.
 */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { CorpusChoice } from "../../local/job-boards/corpus.ts";
import type { Platform } from "../../shared/contracts/platform.ts";

const file =
  process.env.JOBDATA_CORPUS ?? resolve(import.meta.dirname, "../../../shared/postings/51job-2023.csv");

/** Null where there is none. */
export const CORPUS_FILE = existsSync(file) ? file : null;

/**
 * The corpus of a crawl of everything, with what one query can reach at the boards: the commonest search has nearly three
 * times as much as that, so that it must be split.
 */
export const WHOLE_CORPUS: { corpus: CorpusChoice; caps?: Record<Platform, number> } =
  CORPUS_FILE === null
    ? { corpus: { size: 1600 }, caps: { boss: 120, qcwy: 400, zhilian: 400 } }
    : { corpus: { file: CORPUS_FILE } };
