/**
 * The share of real texts that is read. With the corpus at hand (JOBDATA_CORPUS, or beside the project) its
 * rows are counted; without it, the committed list of its distinct texts with their counts, which are the same.
 */
import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { CORPUS_FILE } from "../../tests/support/corpus-file.ts";
import { parsePlace } from "./city.ts";
import { parseCompanySize } from "./company-size.ts";
import { parseDegree } from "./degree.ts";
import { parseExperience } from "./experience.ts";
import texts from "./fixtures/corpus-texts.json" with { type: "json" };
import { parseSalary } from "./salary.ts";

type Column = keyof typeof texts;
type Counts = Record<string, number>;

const READERS: Record<Column, (text: string) => boolean> = {
  salary: (text) => parseSalary(text) !== null,
  degree: (text) => parseDegree(text) !== null,
  work_year: (text) => parseExperience(text) !== null,
  company_size: (text) => parseCompanySize(text) !== null,
  area: (text) => parsePlace(text)?.known === true,
};

const source = CORPUS_FILE === null ? "the distinct texts of the corpus" : "the corpus";

function countsOf(column: Column): Counts {
  if (CORPUS_FILE === null) return texts[column];
  const rows: Record<string, string>[] = parse(readFileSync(CORPUS_FILE), { columns: true, bom: true });
  const counts: Counts = {};
  for (const row of rows) counts[row[column] ?? ""] = (counts[row[column] ?? ""] ?? 0) + 1;
  return counts;
}

test.each(Object.keys(READERS) as Column[])("at least 99 % of %s is read", (column) => {
  const said = Object.entries(countsOf(column)).filter(([text]) => text !== "");
  const sum = (entries: [string, number][]) => entries.reduce((total, [, count]) => total + count, 0);
  const unread = said.filter(([text]) => !READERS[column](text));
  const share = 1 - sum(unread) / sum(said);
  const rest = unread.map(([text, count]) => `${text} (${count})`).join(", ");
  console.log(
    `${source}: ${column} ${(share * 100).toFixed(2)} % of ${sum(said)} texts read, ${said.length} distinct${rest ? `; unread: ${rest}` : ""}`,
  );
  expect(sum(said)).toBeGreaterThan(4000);
  expect(share).toBeGreaterThanOrEqual(0.99);
});
