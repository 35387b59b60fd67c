/** Ctrl-C, `kill` and a closed terminal all ask for an orderly stop; a second one for an exit at once. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** @param onSecond runs at each further signal */
export function listenForStop(onSecond: () => void): AbortSignal {
  const stop = new AbortController();
  for (const name of SIGNALS)
    process.on(name, () => {
      if (stop.signal.aborted) onSecond();
      else stop.abort();
    });
  return stop.signal;
}
