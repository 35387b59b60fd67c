/** Reads the counts of a Vitest run from the file of its JSON reporter. */
import { z } from "zod";

const Report = z.object({
  success: z.boolean(),
  numPassedTests: z.number().int(),
  numFailedTests: z.number().int(),
  numPendingTests: z.number().int(),
  numTodoTests: z.number().int(),
  testResults: z.array(
    z.object({
      name: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

export interface Counts {
  passed: number;
  failed: number;
  /** Skipped and to-do tests, which prove nothing, are counted separately. */
  skipped: number;
}

/** @returns null when the run wrote none, or one that this version does not know */
function parseReport(text: string | null): z.infer<typeof Report> | null {
  if (text === null) return null;
  return Report.safeParse(JSON.parse(text)).data ?? null;
}

/**
 * A file that could not be loaded has no test, and an error outside of tests belongs to none: each counts as one failure,
 * so that a broken run never looks successful.
 * @param text the report; null when the run wrote none
 */
export function readReport(text: string | null, exitCode: number): Counts {
  const report = parseReport(text);
  if (report === null) return { passed: 0, failed: 1, skipped: 0 };
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  ).length;
  const failed = report.numFailedTests + brokenFiles;
  const isBad = exitCode !== 0 || !report.success;
  return {
    passed: report.numPassedTests,
    failed: failed === 0 && isBad ? 1 : failed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

/**
 * @param text the report; null when the run wrote none
 * @returns the files that took longest, longest first; paths as Vitest has them
 */
export function slowestFiles(text: string | null, limit: number): { file: string; seconds: number }[] {
  const files = parseReport(text)?.testResults ?? [];
  return files
    .map(({ name, startTime, endTime }) => ({ file: name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, limit);
}
