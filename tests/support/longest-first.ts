/** Starts the longest test files first, so that no core waits at the end for a long one. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Parts of paths, longest first. Vitest takes a file for long when its text is, or by an earlier run on the same machine. */
const LONGEST = [
  "tests/dashboard/dashboard.test.ts",
  "tests/nodes/interrupted.test.ts",
  "tests/survival/interruptions.test.ts",
  "tests/main-job.test.ts",
  "tests/survival/npm-start.test.ts",
  "tests/nodes/together.test.ts",
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.findIndex((path) => moduleId.endsWith(path));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
