/** Ctrl-C, `kill` and a closed terminal all mean the same: an orderly stop; a second one means at once. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

export function listenForStop(again: () => void): AbortSignal {
  const stop = new AbortController();
  for (const name of SIGNALS)
    process.on(name, () => {
      if (stop.signal.aborted) again();
      else stop.abort();
    });
  return stop.signal;
}
