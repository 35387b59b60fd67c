import type { World } from "../world.ts";

/** Makes each call of a store one of D1: it takes time and fails. */
export const overNetwork = <T extends object>(world: World, name: string, store: T): T =>
  new Proxy(store, {
    get(target, key) {
      const member = target[key as keyof T];
      if (typeof member !== "function") return member;
      return (...args: unknown[]) =>
        world.call(`D1: ${name}.${String(key)}`, () => member.apply(target, args), world.rates.database);
    },
  });
