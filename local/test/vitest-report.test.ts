import { expect, test } from "vitest";
import { readReport } from "./vitest-report.ts";

const report = (changes: object) =>
  JSON.stringify({
    success: true,
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: [{ status: "passed", assertionResults: [{ status: "passed" }] }],
    ...changes,
  });

test("counts tests", () => {
  expect(readReport(report({}), 0)).toEqual({ passed: 5, failed: 0, skipped: 0 });
  const failed = report({ success: false, numFailedTests: 2, numPendingTests: 1, numTodoTests: 1 });
  expect(readReport(failed, 1)).toEqual({ passed: 5, failed: 2, skipped: 2 });
});

test("counts a file that cannot be loaded as a failure", () => {
  const broken = { status: "failed", assertionResults: [] };
  expect(readReport(report({ success: false, testResults: [broken, broken] }), 1).failed).toBe(2);
});

test("counts an error outside of any test, and a run without a report, as a failure", () => {
  expect(readReport(report({}), 1).failed).toBe(1);
  expect(readReport(report({ success: false }), 0).failed).toBe(1);
  expect(readReport(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
