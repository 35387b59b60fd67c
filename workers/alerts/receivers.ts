/** Who is told of an alert: people by mail, and channels. */
import type { AlertChannel, AlertRule } from "../db/alert-schema.ts";

export const userReceiver = (id: string): string => `user:${id}`;
export const channelReceiver = (id: string): string => `channel:${id}`;

/** @returns the kind of a receiver and the id of its record */
export function readReceiver(receiver: string): { kind: "user" | "channel"; id: string } {
  const [kind, id = ""] = receiver.split(":");
  return { kind: kind === "user" ? "user" : "channel", id };
}

type Named = Pick<AlertRule, "userIds" | "channelIds">;

/** The receivers that a rule names and that can be told: people who may sign in, and channels that are on. */
const reachedBy = (
  rule: Named,
  channels: readonly AlertChannel[],
  people: Pick<ReadonlySet<string>, "has">,
): string[] => [
  ...rule.userIds.filter((id) => people.has(id)).map(userReceiver),
  ...channels
    .filter(({ id, enabled }) => enabled && rule.channelIds.includes(id))
    .map(({ id }) => channelReceiver(id)),
];

/** True for a rule that names receivers of which none can be told any more: the default channels stand in. */
export const hasLostReceivers = (
  rule: Named,
  channels: readonly AlertChannel[],
  people: Pick<ReadonlySet<string>, "has">,
): boolean =>
  rule.userIds.length + rule.channelIds.length > 0 && reachedBy(rule, channels, people).length === 0;

/**
 * @param people ids of those who may sign in
 * @returns the receivers of a rule; with none of its own, or only people and channels that are off or gone, the default
 * channels
 */
export function receiversOf(
  rule: Named,
  channels: readonly AlertChannel[],
  people: Pick<ReadonlySet<string>, "has">,
): string[] {
  const own = reachedBy(rule, channels, people);
  if (own.length > 0) return own;
  return channels
    .filter(({ enabled, isDefault }) => enabled && isDefault)
    .map(({ id }) => channelReceiver(id));
}
