/** The postings that all boards serve: generated from a seed, or read from a CSV file. */
import { generatePostings } from "./corpus/generate.ts";
import { type CorpusReport, readCorpusCsv } from "./corpus/read-csv.ts";

export interface CorpusChoice {
  /** CSV with the columns of `POSTING_COLUMNS`; without it the corpus is generated. */
  file?: string;
  /** Seed of the generated corpus; the same seed gives the same postings. */
  seed?: number;
  /** Number of postings to generate. */
  size?: number;
}

const SEED = 20_230_901;
const SIZE = 1500;

/** @throws CorpusError one line that names the file and the problem */
export function loadCorpus({ file, seed = SEED, size = SIZE }: CorpusChoice): CorpusReport {
  if (file !== undefined) return readCorpusCsv(file);
  const postings = generatePostings(seed, size);
  return { postings, rows: postings.length, duplicates: 0, incomplete: 0 };
}

/** Describes the corpus in one line for a person: the number of postings, merged and skipped rows. */
export function describeCorpus({ postings, rows, duplicates, incomplete }: CorpusReport): string {
  const left = [
    duplicates ? `${duplicates} exact duplicates merged` : "",
    incomplete ? `${incomplete} rows without title or company left out` : "",
  ].filter(Boolean);
  return `${postings.length} postings from ${rows} rows${left.length ? ` (${left.join(", ")})` : ""}`;
}
