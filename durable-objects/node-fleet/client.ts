import type { NodeFleetApi } from "../../shared/contracts/node-fleet.ts";

/** The one fleet. */
export const nodeFleet = (namespace: Env["NODE_FLEET"]): NodeFleetApi => namespace.getByName("fleet");
