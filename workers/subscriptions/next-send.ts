/** When the next digest of a subscription is due. */
import { Cron } from "croner";
import type { Subscription } from "../db/subscription-schema.ts";

/**
 * @param after Unix ms
 * @returns the first full hour, chosen hour of a day, or chosen hour of a weekday after it; null for what is not mailed
 */
export function nextSendAt(
  {
    channel,
    frequency,
    hour,
    weekday,
    timeZone,
  }: Pick<Subscription, "channel" | "frequency" | "hour" | "weekday" | "timeZone">,
  after: number,
): number | null {
  if (channel !== "mail" || frequency === null) return null;
  const at = hour ?? 8;
  const expression = {
    hourly: "0 * * * *",
    daily: `0 ${at} * * *`,
    // Croner counts Sunday as 0 and as 7.
    weekly: `0 ${at} * * ${weekday ?? 1}`,
  }[frequency];
  return new Cron(expression, { timezone: timeZone }).nextRun(new Date(after))?.getTime() ?? null;
}
