/** Puts the stats report (A12) into the messages of the channels that get it, and tells webhooks of it. */
import type { StatsReport } from "../../shared/contracts/stats-report.ts";
import { HOUR_MS } from "../../shared/time.ts";
import type { ChannelStore } from "../alerts/channel-store.ts";
import type { MessageStore } from "../alerts/message-store.ts";
import { channelReceiver } from "../alerts/receivers.ts";
import { readStats, type StatsSources } from "./read-stats.ts";

/** A report covers this much, up to the full hour. */
export const SPAN_MS = 6 * HOUR_MS;

export interface ReportServices extends StatsSources {
  channels: Pick<ChannelStore, "all">;
  messages: Pick<MessageStore, "addReport">;
  /** Tells webhooks of the report, which it reads where one wants it. */
  emitReport(slotAt: number, read: () => Promise<StatsReport>): Promise<number>;
}

/**
 * Safe to run again for a slot: a channel gets the report of a slot once.
 * @param slotAt Unix ms
 * @returns channels that get it
 */
export async function sendStatsReport(services: ReportServices, slotAt: number): Promise<number> {
  const receivers = (await services.channels.all()).filter(
    ({ enabled, getsReport }) => enabled && getsReport,
  );
  const to = slotAt - (slotAt % HOUR_MS);
  let report: Promise<StatsReport> | null = null;
  const read = () => {
    report ??= readStats(services, { from: to - SPAN_MS, to });
    return report;
  };
  await services.emitReport(slotAt, read);
  for (const { id } of receivers)
    await services.messages.addReport(`stats-${slotAt}-${id}`, channelReceiver(id), await read(), slotAt);
  return receivers.length;
}
