/** What the parts of a running node share. */
import type { Heartbeat } from "../../../../shared/contracts/node-api.ts";
import type { Platform } from "../../../../shared/contracts/platform.ts";
import type { CrawlConfig } from "../../../../shared/crawl/crawl-services.ts";
import type { Lease } from "../crawl/lease.ts";
import type { NodeTotals } from "../totals.ts";

export interface NodeOptions {
  platforms: Platform[];
  labels: string[];
  /** Keywords at once; a command can change it. */
  slots: number;
  /** As in `Settings`. */
  signKeys: CrawlConfig["signKeys"];
}

export interface NodeState {
  /** Names this start of the program. */
  readonly session: string;
  readonly platforms: Platform[];
  readonly labels: string[];
  activity: Heartbeat["activity"];
  slots: number;
  /** Each lease with the end of its work. */
  readonly leases: Map<Lease, Promise<void>>;
  readonly totals: NodeTotals;
}
