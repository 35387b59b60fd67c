/**
 * Measures where the time of the crawl goes: counters round the services and bindings that a page passes through. Off
 * while a rate is measured. Times are those of the wall; lanes run side by side, so they add up to more than it.
 */
import { type AllServices, servicesOf } from "../../workers/services.ts";

export interface Timing {
  calls: number;
  ms: number;
}

let timings: Map<string, Timing> | null = null;

export function startTimings(): void {
  timings = new Map();
}

export function stopTimings(): Record<string, Timing> {
  const taken = Object.fromEntries(timings ?? []);
  timings = null;
  return taken;
}

function note(name: string, ms: number): void {
  const known = timings?.get(name);
  if (known) {
    known.calls++;
    known.ms += ms;
  } else timings?.set(name, { calls: 1, ms });
}

/** Answers what the call answers; a promise is timed until it settles. */
function timed<T>(name: string, call: () => T): T {
  const startedAt = performance.now();
  const result = call();
  if (result instanceof Promise) {
    return result.finally(() => note(name, performance.now() - startedAt)) as T;
  }
  note(name, performance.now() - startedAt);
  return result;
}

/** Times every method of `target`, by `prefix` and its name. */
function timedObject<T extends object>(prefix: string, target: T): T {
  return new Proxy(target, {
    get(object, name) {
      const value = Reflect.get(object, name);
      if (typeof value !== "function") return value;
      return (...args: unknown[]) =>
        timed(`${prefix}.${String(name)}`, () => Reflect.apply(value, object, args));
    },
  });
}

/** Does what `servicesOf` does, with counters while timings are taken. */
export function benchServices(env: Env): AllServices {
  if (!timings) return servicesOf(env);
  const services = servicesOf({ ...env, SPOOL: timedObject("r2", env.SPOOL) });
  const { crawl } = services;
  return {
    ...services,
    crawl: {
      ...crawl,
      adapter: (platform) => timedObject("adapter", crawl.adapter(platform)),
      ledger: (platform, shard) => timedObject("ledger", crawl.ledger(platform, shard)),
      gate: (platform) => timedObject("gate", crawl.gate(platform)),
      fetchList: (platform, query) => timed("fetchList", () => crawl.fetchList(platform, query)),
      accept: (batch) => timed("accept", () => crawl.accept(batch)),
    },
  };
}
