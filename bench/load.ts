import type { Bench } from "./options.ts";
import type { Missing, Result } from "./result.ts";
import type { Rig } from "./rig.ts";
export async function benchLoad(_rig: Rig, _bench: Bench): Promise<(Result | Missing)[]> {
  return [];
}
