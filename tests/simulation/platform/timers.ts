/**
 * The timers of the runtime in virtual time. A timer belongs to the life that set it, and dies with it. Code of the
 * simulation itself runs in no life, and has none.
 */
import type { Planned, World } from "../world.ts";

const real = { setTimeout, setInterval, clearTimeout, clearInterval };

/** @returns puts the real timers back */
export function replaceTimers(world: World): () => void {
  const start = (run: () => void, delayMs: number, again: boolean): Planned => {
    const life = world.current;
    const plan = (): Planned => {
      const planned = world.plan(delayMs, `timer of ${life?.name ?? "the simulation"}`, () => {
        life?.timers.delete(planned);
        if (again) Object.assign(handle, { next: plan() });
        world.whenAwake(life, () => (life ? world.within(life, run) : run()));
      });
      life?.timers.add(planned);
      return planned;
    };
    const handle: { next: Planned } = { next: plan() };
    return handle as unknown as Planned;
  };
  const stop = (handle: unknown) => {
    const planned = (handle as { next?: Planned } | undefined)?.next;
    if (!planned) return;
    planned.isCancelled = true;
    world.current?.timers.delete(planned);
  };
  Object.assign(globalThis, {
    setTimeout: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      start(() => run(...args), ms, false),
    setInterval: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
      start(() => run(...args), Math.max(1, ms), true),
    clearTimeout: stop,
    clearInterval: stop,
  });
  return () => void Object.assign(globalThis, real);
}
