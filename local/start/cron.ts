/** Cron does not fire locally: the launcher calls the Worker's cron address at second 0 of each minute. */
import { setTimeout as sleep } from "node:timers/promises";
import { MINUTE_MS } from "../../shared/time.ts";

/** The cron expression of wrangler.toml. */
const CRON = "* * * * *";

/**
 * Fires the cron tick and resolves when the Worker has finished it.
 * @throws Error when the tick failed
 */
export async function fireCron(workerUrl: string, scheduledAt: number): Promise<void> {
  const query = new URLSearchParams({ cron: CRON, time: String(scheduledAt) });
  const response = await fetch(`${workerUrl}/cdn-cgi/local/scheduled?${query}`);
  const outcome = await response.text();
  if (!response.ok) throw new Error(`cron tick: ${response.status} ${outcome.slice(0, 200)}`);
}

/**
 * Fires at second 0 of every minute until `stopped`. A tick that takes longer than a minute delays none of the next
 * ones, as at Cloudflare.
 * @param onError gets the error of a failed tick, which does not stop the clock
 */
export async function keepTicking(
  workerUrl: string,
  stopped: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  while (!stopped.aborted) {
    const minute = Math.ceil((Date.now() + 1) / MINUTE_MS) * MINUTE_MS;
    await sleep(minute - Date.now(), undefined, { signal: stopped }).catch(() => {});
    // A tick that is cut off by the end of the stack is no error.
    const onFailure = (error: unknown) => (stopped.aborted ? undefined : onError(error));
    if (!stopped.aborted) void fireCron(workerUrl, minute).catch(onFailure);
  }
}
