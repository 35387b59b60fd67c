/** The dictionary as a CSV file, written and read. */
import { type SkillTerm, TermInput } from "../../../shared/contracts/skills.ts";
import type { FieldProblem } from "../../../shared/errors/codes.ts";
import { problemsOf } from "../../../shared/errors/validation.ts";
import { readCsv } from "../http/csv.ts";

export const CSV_COLUMNS = ["text", "kind", "skill", "in_text"] as const;

/** Excel would run a cell that begins so, and takes one behind a quote as text; the import takes the quote off again. */
const FORMULA = /^[=+\-@\t\r]/;
const cell = (text: string): string => {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
const uncell = (text: string): string => (/^'[=+\-@]/.test(text) ? text.slice(1) : text);

/** The file begins with the mark by which Excel knows UTF-8. */
export function csvOf(terms: readonly SkillTerm[]): string {
  const rows = terms.map(({ text, kind, skill, in_text }) => [text, kind, skill ?? "", in_text].map(cell));
  return `\ufeff${[CSV_COLUMNS, ...rows].map((cells) => `${cells.join(",")}\r\n`).join("")}`;
}

/**
 * @returns the good rows, and what is wrong with the others by line
 * @throws ApiError validation_failed as `readCsv`
 */
export function readTerms(text: string): {
  terms: TermInput[];
  problems: ({ line: number } & FieldProblem)[];
} {
  const terms: TermInput[] = [];
  const problems: ({ line: number } & FieldProblem)[] = [];
  for (const row of readCsv(text, { columns: CSV_COLUMNS, needed: ["text", "kind"] })) {
    const { line } = row.place;
    if ("problem" in row) {
      problems.push({ line, ...row.problem });
      continue;
    }
    const { text: name = "", kind, skill, in_text: inText } = row.cells;
    const read = TermInput.safeParse({
      text: uncell(name),
      kind,
      skill: skill ? uncell(skill) : null,
      in_text: inText || "no",
    });
    if (read.success) terms.push(read.data);
    else problems.push(...problemsOf(read.error, "row").map((problem) => ({ line, ...problem })));
  }
  return { terms, problems };
}
