/** How a known fault is put in: a method or a statement is replaced at run time. */
import type { PartName } from "./build.ts";
import { ObjectData } from "./platform/object-storage.ts";
import type { Simulation } from "./simulation.ts";

export interface Fault {
  name: string;
  /** The rule by which it must be found. */
  breaks: string;
  /** Where it shows; the other parts would only take steps. */
  parts: readonly PartName[];
  /** @returns mends it */
  inject(simulation: Simulation): () => void;
}

type Member = (...args: never[]) => unknown;
/** What a method is called with; a fault that reads one knows its type. */
type Args = [never, never, never, never];

/** Replaces a method of a class; `real` calls what it was. */
export function replace<T extends object, K extends keyof T>(
  owner: { prototype: T },
  name: K,
  by: (self: T, args: Args, real: (...args: unknown[]) => unknown) => unknown,
): () => void {
  const { prototype } = owner;
  const real = prototype[name] as Member;
  prototype[name] = function (this: T, ...args: never[]) {
    return by(this, args as unknown as Args, (...given) => real.apply(this, given as never[]));
  } as T[K];
  return () => {
    prototype[name] = real as T[K];
  };
}

/** Changes the SQL that an object sends. */
export const rewrite = (from: string, to: string): (() => void) =>
  replace(ObjectData, "exec", (_, [sql, values], real) => real((sql as string).replaceAll(from, to), values));
