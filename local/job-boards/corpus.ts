/** The postings that all three boards serve: generated from a seed, or read from a CSV file. */
import { generatePostings } from "./corpus/generate.ts";
import { type CorpusReport, readCorpusCsv } from "./corpus/read-csv.ts";

export interface CorpusChoice {
  /** CSV with the columns of `POSTING_COLUMNS`; without it the corpus is generated. */
  file?: string;
  /** Of the generated corpus; the same seed gives the same postings. */
  seed?: number;
  /** How many postings to generate. */
  size?: number;
}

const SEED = 20_230_901;
const SIZE = 1500;

/** @throws CorpusError one line that names the file and what is wrong with it */
export function loadCorpus({ file, seed = SEED, size = SIZE }: CorpusChoice): CorpusReport {
  if (file !== undefined) return readCorpusCsv(file);
  const postings = generatePostings(seed, size);
  return { postings, rows: postings.length, duplicates: 0, incomplete: 0 };
}

/** One line for a person: how many postings, and what was left out. */
export function describeCorpus({ postings, rows, duplicates, incomplete }: CorpusReport): string {
  const left = [
    duplicates ? `${duplicates} exact duplicates merged` : "",
    incomplete ? `${incomplete} rows without title or company left out` : "",
  ].filter(Boolean);
  return `${postings.length} postings from ${rows} rows${left.length ? ` (${left.join(", ")})` : ""}`;
}
