import { expect, test } from "vitest";
import { startCommand } from "./start-command.ts";

test("the package comes from the dashboard, and runs only with the hash that the page shows", () => {
  expect(startCommand({ origin: "https://jobs.example.com", key: "jd_k", sha256: "ab12" })).toBe(
    `curl -fsSO https://jobs.example.com/downloads/jobdata-node.tgz && \\
  echo "ab12  jobdata-node.tgz" | sha256sum -c && \\
  JOBDATA_API=https://jobs.example.com JOBDATA_KEY=jd_k npx --yes ./jobdata-node.tgz --pretty`,
  );
});
