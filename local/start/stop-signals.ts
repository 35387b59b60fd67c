/** Ctrl-C, `kill`, a closed terminal and the death of the parent process all cause an orderly stop. */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const PARENT_CHECK_MS = 500;

/** @param again called at the second signal, when the person does not want to wait */
export function listenForStop(again: () => void): AbortSignal {
  const stop = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) again();
    else stop.abort();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  // A parent that was killed with SIGKILL sends no signal; this process then has another parent.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent && !stop.signal.aborted) stop.abort();
  }, PARENT_CHECK_MS);
  watch.unref();
  return stop.signal;
}
