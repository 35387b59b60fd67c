/** Decides which node gets work (D3): the one that requests it, unless a less loaded node was turned away recently. */
import type { Placement, PlatformRoom } from "../contracts/node-fleet.ts";
import type { Platform } from "../contracts/platform.ts";

export interface Candidate {
  id: string;
  /** Busy slots as a share of all slots, 0 to 1. */
  load: number;
  labels: readonly string[];
  /** Platforms for which the node was turned away recently because the budget was in use. */
  recentlyTurnedAway: readonly Platform[];
}

/** Retry time of a node that yields to a less loaded one. */
const YIELD_MS = 300;
/** Retry times while the budget is in use, and while the platform has no work. */
const FULL_MS = 500;
const IDLE_MS = 2000;

export const hasLabels = (labels: readonly string[], wanted: readonly string[]) =>
  wanted.every((label) => labels.includes(label));

/**
 * @param candidate the node that requests work
 * @param free its free slots
 * @param others online nodes that take work
 */
export function placeWork(
  candidate: Candidate,
  free: number,
  rooms: readonly PlatformRoom[],
  others: readonly Candidate[],
): Placement {
  const grants: Placement["grants"] = [];
  const reasons = new Set<string>();
  let left = free;
  for (const { platform, room, full, labels } of rooms) {
    if (!hasLabels(candidate.labels, labels)) reasons.add("label");
    else if (full) reasons.add("budget");
    else if (room <= 0) reasons.add("no-work");
    else if (
      others.some(
        (other) =>
          other.id !== candidate.id &&
          other.load < candidate.load &&
          other.recentlyTurnedAway.includes(platform) &&
          hasLabels(other.labels, labels),
      )
    ) {
      reasons.add("placement");
    } else {
      const keywords = Math.min(room, left);
      if (keywords > 0) grants.push({ platform, keywords });
      left -= keywords;
    }
  }
  if (left === 0 || grants.length > 0) return { grants, reason: null, wait_ms: left === 0 ? 0 : FULL_MS };
  const reason = ["placement", "budget", "no-work", "label"].find((known) => reasons.has(known)) ?? null;
  const waitMs = reason === "placement" ? YIELD_MS : reason === "budget" ? FULL_MS : IDLE_MS;
  return { grants, reason, wait_ms: waitMs };
}

/**
 * Number of lanes that the edge may run on a platform beside the nodes, within the shared budget.
 * @param onNodes keywords that nodes hold
 * @param starving number of nodes that were turned away recently
 */
export function edgeLanes(concurrency: number, onNodes: number, starving: number): number {
  const room = Math.max(0, concurrency - onNodes);
  if (starving === 0) return room;
  const share = Math.floor(concurrency / (starving + 1));
  return Math.min(room, concurrency >= 2 ? Math.max(1, share) : share);
}
