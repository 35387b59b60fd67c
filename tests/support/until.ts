type Answer<T> = T | false | null | undefined;
type Probe<T> = () => Answer<T> | Promise<Answer<T>>;

/**
 * Polls until `probe` answers something.
 * @param what completes "waited … for" in the error
 * @throws Error when the time runs out; its reason is the last thing that the probe threw
 */
export async function until<T>(what: string, probe: Probe<T>, timeoutMs = 60_000, pollMs = 50): Promise<T> {
  const end = Date.now() + timeoutMs;
  let reason: unknown = "not yet";
  while (Date.now() < end) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      reason = error;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  throw new Error(`waited ${timeoutMs} ms for ${what}: ${String(reason)}`);
}

/** `until` for a unit test: it polls faster, and gives up before the test's own limit of 30 s hides the reason. */
export const untilSoon = <T>(what: string, probe: Probe<T>): Promise<T> => until(what, probe, 20_000, 10);
