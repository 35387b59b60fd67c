/** Composition root: builds a node and runs it. */
import { MAX_CLOCK_SKEW_MS } from "../../../shared/contracts/node-api.ts";
import type { CrawlLogger } from "../../../shared/crawl/crawl-services.ts";
import { messageWithCause } from "../../http/message-with-cause.ts";
import { type ApiClient, ApiRejected, ApiUnavailable, createApiClient } from "./api/api-client.ts";
import { createNodeApi, whoAmI } from "./api/node-api.ts";
import { retryUntil } from "./api/retry.ts";
import { type Settings, SettingsError } from "./cli/settings.ts";
import { createClock } from "./clock.ts";
import { FolderInUse, lockDataFolder } from "./data-folder.ts";
import { EXIT } from "./exit.ts";
import { createChromium } from "./fetch/chromium.ts";
import { CrawlerNode } from "./loop/node.ts";
import { createMeter } from "./metrics/measure.ts";
import { entryStore } from "./outbox/entry-store.ts";
import { Outbox } from "./outbox/outbox.ts";
import { sendEntry } from "./outbox/send-entry.ts";
import { checkPrerequisites } from "./prerequisites.ts";
import { fileProxies } from "./routes/file-proxies.ts";
import { createPool } from "./routes/pool.ts";
import { readProxies } from "./routes/read-proxies.ts";
import { createRouter } from "./routes/router.ts";

const MEGABYTE = 1024 * 1024;

/**
 * Crawls until `stop` aborts.
 * @returns the exit code
 * @throws SettingsError when this machine can crawl none of the platforms, or the list of proxies is wrong
 */
export async function runNode(settings: Settings, logger: CrawlLogger, stop: AbortSignal): Promise<number> {
  const proxies = readProxies(settings.proxies);
  const prerequisites = await checkPrerequisites(settings);
  for (const { platform, reason } of prerequisites.leftOut)
    logger.warn("node.platform-left-out", { platform, reason });
  if (prerequisites.platforms.length === 0)
    throw new SettingsError("--platforms: this machine can crawl none of them");
  let unlock: () => Promise<void>;
  try {
    unlock = await lockDataFolder(settings.data);
  } catch (error) {
    const reason =
      error instanceof FolderInUse ? error.message : `${settings.data}: ${messageWithCause(error)}`;
    logger.error("node.data-folder-failed", { reason });
    return EXIT.failed;
  }
  try {
    const client = createApiClient(settings.api, settings.key);
    const nodeId = settings.node ?? (await askNodeId(client, logger, stop));
    if (nodeId === null) return stop.aborted ? EXIT.ok : EXIT.key;
    const api = createNodeApi(client, nodeId);
    const outbox = new Outbox({
      store: entryStore(settings.data),
      send: sendEntry(api),
      // A stop does not end its waits: `flushAndClose` does.
      clock: createClock(new AbortController().signal),
      logger,
      nodeId,
      maxBytes: settings.spoolMaxMb * MEGABYTE,
    });
    const now = () => Date.now();
    const node = new CrawlerNode(
      { ...settings, platforms: prerequisites.platforms },
      {
        api,
        outbox,
        router: createRouter(createPool(api, createClock(stop), logger), fileProxies(proxies, now, logger)),
        chromium: prerequisites.chromium === null ? null : createChromium(prerequisites.chromium),
        logger,
        measure: createMeter(settings.data),
      },
    );
    if (stop.aborted) return EXIT.ok;
    stop.addEventListener("abort", () => node.stop("signal"));
    await node.run();
    return EXIT.ok;
  } finally {
    await unlock();
  }
}

/** Waits for the API: a node may start first. @returns null when the API rejects the key, or at a stop */
async function askNodeId(client: ApiClient, logger: CrawlLogger, stop: AbortSignal): Promise<string | null> {
  let isLogged = false;
  const ask = () =>
    whoAmI(client).catch((error) => {
      if (error instanceof ApiUnavailable && !isLogged)
        logger.warn("node.api-unavailable", { error: error.message });
      isLogged = true;
      throw error;
    });
  try {
    const me = await retryUntil(createClock(stop), ask, () => !stop.aborted);
    const skewMs = client.skewMs() ?? 0;
    if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS)
      logger.error("node.clock-off", {
        skew_ms: skewMs,
        reason: "set this machine's clock (NTP): the API rejects its calls",
      });
    if (me.node) return me.node;
    logger.error("node.wrong-key", {
      reason: "this key does not belong to a crawler node: register one and use its key",
    });
  } catch (error) {
    if (error instanceof ApiRejected) logger.error("node.key-rejected", { reason: error.message });
    else if (!stop.aborted) throw error;
  }
  return null;
}
