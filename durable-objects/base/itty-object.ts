/**
 * itty-durable, typed. Its class keeps the plain fields of an object under one key (fit for small state
 * only), has no RPC and no types of its own; a call travels as JSON in a request header, so arguments are
 * kept small and, since a header holds no other characters, ASCII.
 */

// By file: the package's main file is CommonJS over ES modules, which not every loader reads.
import { createDurable } from "itty-durable/itty-durable.js";

/** What we use of the library's class. */
export interface IttyObject extends Rpc.DurableObjectBranded {
  fetch(request: Request): Promise<Response>;
  /** Stores what `getPersistable` answers; wait for it before each answer. */
  persist(): Promise<void>;
  getPersistable(): object;
  /** After the stored fields are in place, once. */
  onLoad(): Promise<void>;
}

/**
 * Base class of the objects. `autoPersist` stays off: the library does not wait for it, so an answer could
 * leave before its state is stored.
 */
// Through unknown: the library's declarations are all `any`, which makes stub types infinitely deep.
export const IttyBase = createDurable({ autoPersist: false }) as unknown as new (
  state: DurableObjectState,
  env: Env,
) => IttyObject;
