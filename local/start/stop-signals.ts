/** Ctrl-C, `kill`, a closed terminal, or the death of the process above: all mean the same, an orderly stop. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const PARENT_CHECK_MS = 500;

/** @param again called at the second signal: the person does not want to wait */
export function listenForStop(again: () => void): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) again();
    else stop.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  // Whoever started us and was killed with SIGKILL could not tell: we then belong to another parent.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent && !stop.signal.aborted) stop.abort();
  }, PARENT_CHECK_MS);
  watch.unref();
  return stop.signal;
}
