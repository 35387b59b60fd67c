/** Makes dispatchers that die at any of their calls, in virtual time, for tests that run in Node. */
import { AsyncLocalStorage } from "node:async_hooks";
import { MINUTE_MS } from "../../shared/time.ts";

const NEVER = new Promise<never>(() => {});

/** A dispatcher lives until its budget of calls is used up, and then does nothing more. */
export interface Dispatcher {
  calls: number;
}

export const isDead = (dispatcher: Dispatcher | undefined): boolean =>
  dispatcher !== undefined && dispatcher.calls <= 0;

/** Waits until all that is not asleep has gone on as far as it can. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const MAX_SLOW_MS = 90 * MINUTE_MS;

interface Interval {
  run: () => void;
  every: number;
  next: number;
  dispatcher: Dispatcher | undefined;
}

/** Time stands still until the test moves it on; the intervals of a dead dispatcher do not run. */
function virtualClock(start: number, current: AsyncLocalStorage<Dispatcher>) {
  const real = { setInterval: globalThis.setInterval, clearInterval: globalThis.clearInterval };
  const intervals = new Set<Interval>();
  let sleepers: { at: number; wake: () => void }[] = [];
  let now = start;
  return {
    now: () => now,
    sleep: (ms: number) =>
      new Promise<void>((wake) => {
        sleepers.push({ at: now + ms, wake });
      }),
    /** Replaces the timers of Node by those of this clock. */
    install() {
      const setVirtual = (run: () => void, every: number) => {
        const interval = { run, every, next: now + every, dispatcher: current.getStore() };
        intervals.add(interval);
        return interval;
      };
      const clearVirtual = (interval: Interval) => intervals.delete(interval);
      Object.assign(globalThis, { setInterval: setVirtual, clearInterval: clearVirtual });
    },
    remove: () => void Object.assign(globalThis, real),
    async moveTo(at: number): Promise<void> {
      for (const interval of intervals) {
        const { dispatcher, run } = interval;
        if (isDead(dispatcher)) intervals.delete(interval);
        else
          for (; interval.next <= at; interval.next += interval.every) {
            now = interval.next;
            if (dispatcher) current.run(dispatcher, run);
          }
      }
      now = at;
      const due = sleepers.filter((one) => one.at <= at);
      sleepers = sleepers.filter((one) => one.at > at);
      for (const { wake } of due) wake();
      await settled();
    },
  };
}

/** @param slow share of the calls that take up to `MAX_SLOW_MS` before they have an effect */
export function dyingDispatchers(start: number, random: () => number, slow = () => 0) {
  const current = new AsyncLocalStorage<Dispatcher>();
  const clock = virtualClock(start, current);
  return {
    current,
    clock,
    /** Lets each call of a dispatcher be its last one: before it has an effect, or after. */
    mortal: <T extends object>(parts: T): T =>
      new Proxy(parts, {
        get(target, name) {
          const member = target[name as keyof T];
          if (typeof member !== "function") return member;
          return (...args: unknown[]) => {
            const dispatcher = current.getStore();
            if (dispatcher === undefined) return member.apply(target, args);
            if (isDead(dispatcher)) return NEVER;
            dispatcher.calls -= 1;
            if (isDead(dispatcher) && random() < 0.5) return NEVER;
            const wait = random() < slow() ? clock.sleep(random() * MAX_SLOW_MS) : null;
            const answer = wait ? wait.then(() => member.apply(target, args)) : member.apply(target, args);
            return Promise.resolve(answer).then((value) => (isDead(dispatcher) ? NEVER : value));
          };
        },
      }),
  };
}
