type Answer<T> = T | false | null | undefined;
type Probe<T> = () => Answer<T> | Promise<Answer<T>>;

/** Each probe costs the system under test some CPU, so a long wait polls less often: after 10 s, each half second. */
const SHARE_OF_WAIT = 20;
const MAX_POLL_MS = 500;

/**
 * Polls until `probe` answers something.
 * @param what completes "waited … for" in the error
 * @throws Error when the time runs out; its reason is the last thing that the probe threw
 */
export async function until<T>(what: string, probe: Probe<T>, timeoutMs = 120_000, pollMs = 50): Promise<T> {
  const start = Date.now();
  const end = start + timeoutMs;
  let reason: unknown = "not yet";
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      reason = error;
    }
    const pauseMs = Math.max(pollMs, Math.min(MAX_POLL_MS, (Date.now() - start) / SHARE_OF_WAIT));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}: ${String(reason)}`);
}

/** `until` for a unit test: it polls faster, and gives up before the test's own limit hides the reason. */
export const untilSoon = <T>(what: string, probe: Probe<T>): Promise<T> => until(what, probe, 60_000, 10);
