/** `jobdata-node doctor`: checks everything that a node needs; one line a check, with what to do. */
import pc from "picocolors";
import { type Finding, isReady, lineOf } from "../../../terminal/finding.ts";
import { createApiClient } from "../api/api-client.ts";
import type { Settings } from "../cli/settings.ts";
import { EXIT } from "../exit.ts";
import { checkApi } from "./check-api.ts";
import { checkBrowser, checkData, checkPlatforms } from "./check-machine.ts";
import { checkProxies } from "./check-proxies.ts";

/** @returns the exit code */
export async function runDoctor(
  settings: Settings,
  json: boolean,
  write: (text: string) => void = (text) => process.stdout.write(text),
): Promise<number> {
  const findings: Finding[] = [];
  const checks = [
    () => checkApi(createApiClient(settings.api, settings.key), settings),
    () => checkPlatforms(settings),
    () => checkBrowser(settings),
    () => checkProxies(settings),
    () => checkData(settings),
  ];
  for (const check of checks) {
    for (const finding of await check()) {
      findings.push(finding);
      if (!json) write(`${lineOf(finding, pc)}\n`);
    }
  }
  const ok = isReady(findings);
  if (json) write(`${JSON.stringify({ ok, checks: findings })}\n`);
  else write(ok ? pc.green("ready to crawl\n") : pc.red("not ready: see ✗\n"));
  return ok ? EXIT.ok : EXIT.failed;
}
