import { request } from "undici";
import type { ProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { bad, type Finding, fine } from "../../../terminal/finding.ts";
import type { Settings } from "../cli/settings.ts";
import { dispatcherFor } from "../routes/dispatcher.ts";
import { proxyOrigin } from "../routes/proxy-origin.ts";
import { readProxies } from "../routes/read-proxies.ts";

const TIMEOUT_MS = 10_000;
const CONCURRENCY = 8;

/** Asks the API through each proxy of the list. */
export async function checkProxies({ proxies: file, api }: Settings): Promise<Finding[]> {
  const remaining = readProxies(file).map((proxy, index) => ({ proxy, check: `proxy ${index + 1}` }));
  const findings: Finding[] = [];
  while (remaining.length > 0) {
    const group = remaining.splice(0, CONCURRENCY);
    findings.push(...(await Promise.all(group.map(({ proxy, check }) => checkOne(check, proxy, api)))));
  }
  return findings;
}

async function checkOne(check: string, proxy: ProxyUrl, api: string): Promise<Finding> {
  const dispatcher = dispatcherFor(proxy);
  const startedAt = Date.now();
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const { statusCode, body } = await request(`${api}/api/v1/health`, { dispatcher, signal });
    await body.dump();
    return fine(
      check,
      `${proxyOrigin(proxy)} reaches the API (HTTP ${statusCode}) in ${Date.now() - startedAt} ms`,
    );
  } catch (error) {
    const detail = `${proxyOrigin(proxy)}: ${messageWithCause(error)}`;
    return bad(check, detail, "fix it or remove it from the list");
  } finally {
    await dispatcher.destroy();
  }
}
