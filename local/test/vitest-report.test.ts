import { expect, test } from "vitest";
import { readReport, slowestFiles } from "./vitest-report.ts";

const file = (name: string, seconds: number) => ({
  name,
  startTime: 1000,
  endTime: 1000 + 1000 * seconds,
  status: "passed",
  assertionResults: [{ status: "passed" }],
});

const report = (changes: object) =>
  JSON.stringify({
    success: true,
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [file("a.test.ts", 2)],
    ...changes,
  });

test("counts tests", () => {
  expect(readReport(report({}), 0)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  const failed = report({ success: false, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
  expect(readReport(failed, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("counts a file that cannot be loaded as a failure", () => {
  const broken = { ...file("b.test.ts", 0), status: "failed", assertionResults: [] };
  expect(readReport(report({ success: false, testResults: [broken, broken] }), 1).failed).toBe(2);
});

test("counts an error outside of any test, and a run without a report, as a failure", () => {
  expect(readReport(report({}), 1).failed).toBe(1);
  expect(readReport(report({ success: false }), 0).failed).toBe(1);
  expect(readReport(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("names the slowest files", () => {
  const testResults = [file("a", 1), file("b", 30.5), file("c", 2)];
  expect(slowestFiles(report({ testResults }), 2)).toEqual([
    { file: "b", seconds: 30.5 },
    { file: "c", seconds: 2 },
  ]);
  expect(slowestFiles(null, 2)).toEqual([]);
});
