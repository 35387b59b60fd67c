/**
 * itty-durable with types. Its class stores the plain fields of an object under one key, which suits small state only.
 * It has no RPC and no types of its own; a call travels as JSON in a request header, so arguments are small and ASCII.
 */

// Imported by file, because the package's main file is CommonJS over ES modules, which not every loader reads.
import { createDurable } from "itty-durable/itty-durable.js";

/** The part of the library's class that is used here. */
export interface IttyObject extends Rpc.DurableObjectBranded {
  fetch(request: Request): Promise<Response>;
  /** Stores the value of `getPersistable`; wait for it before each answer. */
  persist(): Promise<void>;
  getPersistable(): object;
  /** Runs once, after the stored fields are loaded. */
  onLoad(): Promise<void>;
}

/**
 * Base class of the objects. `autoPersist` is off, because the library does not wait for it: an answer could leave
 * before its state is stored.
 */
// The cast goes through unknown, because the library declares everything `any`, which makes stub types infinitely deep.
export const IttyBase = createDurable({ autoPersist: false }) as unknown as new (
  state: DurableObjectState,
  env: Env,
) => IttyObject;
