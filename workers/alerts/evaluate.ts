/** One evaluation of all rules. It writes nothing while nothing is wrong. */
import type { Clock } from "../../shared/clock.ts";
import type { Sample } from "../../shared/contracts/metrics.ts";
import { type Finding, judgeAlerts } from "../../shared/domain/alerts/judge.ts";
import type { NoticeItem } from "../../shared/domain/alerts/notice.ts";
import type { Logger } from "../../shared/log.ts";
import { MINUTE_MS } from "../../shared/time.ts";
import type { AlertRule } from "../db/alert-schema.ts";
import type { Database } from "../db/run-batch.ts";
import type { AlertStore, KnownAlert } from "./alert-store.ts";
import type { ChannelStore } from "./channel-store.ts";
import type { MessageStore } from "./message-store.ts";
import { receiversOf } from "./receivers.ts";
import type { RuleStore } from "./rule-store.ts";
import { type BegunAlert, type EndNotice, type MessageWrite, writeEvaluation } from "./write-judgement.ts";

/** After a longer pause nothing is known of the time in between: windows begin anew. Evaluations are 2 minutes apart. */
const MAX_GAP_MS = 7 * MINUTE_MS;
/** Alerts that a message keeps; it counts the others. */
const MAX_KEPT_ITEMS = 50;

export interface EvaluateServices {
  db: Database;
  rules: Pick<RuleStore, "all">;
  alerts: Pick<AlertStore, "known">;
  channels: Pick<ChannelStore, "all">;
  messages: Pick<MessageStore, "untried" | "people">;
  readMetrics(): Promise<Sample[]>;
  clock: Pick<Clock, "now">;
  newId(): string;
  logger: Logger;
}

export interface EvaluationReport {
  begun: number;
  resolved: number;
  /** Alerts that are open afterwards. */
  open: number;
  /** Rows that were written. */
  rows: number;
  messages: number;
}

const labelsOf = (series: string): Record<string, string> => JSON.parse(series) as Record<string, string>;

export async function evaluateAlerts(services: EvaluateServices): Promise<EvaluationReport> {
  const { db, rules, alerts, readMetrics, clock, newId, logger } = services;
  const samples = await readMetrics();
  const now = clock.now();
  const [all, { state, open, watched, untoldEnds }] = await Promise.all([rules.all(now), alerts.known()]);
  const ruleOf = new Map(all.map((rule) => [rule.id, rule]));
  const on = all.filter(({ enabled }) => enabled);
  const judgement = judgeAlerts({ rules: on, samples, open, watched, gap: now - state.at > MAX_GAP_MS, now });
  const isMuted = ({ mutedUntil }: AlertRule) => mutedUntil !== null && mutedUntil > now;

  const told = createToldList(now);
  const begun: BegunAlert[] = [];
  for (const finding of judgement.begun) {
    const rule = ruleOf.get(finding.ruleId);
    if (!rule) continue;
    const id = newId();
    if (!isMuted(rule)) told.add(rule, id, finding);
    begun.push(begunAlert(id, rule, finding, !isMuted(rule)));
  }
  const knownById = new Map(open.map((alert) => [alert.id, alert]));
  const ended = new Set(judgement.resolved.map(({ alert }) => alert.id));
  for (const { alert, finding } of judgement.changed) {
    const [rule, known] = [ruleOf.get(alert.ruleId), knownById.get(alert.id)];
    if (rule && known?.told && !known.acknowledged && !isMuted(rule)) told.add(rule, alert.id, finding);
  }
  const ends = new Map<string, EndNotice>();
  for (const { alert, why, value } of judgement.resolved) {
    const [rule, known] = [ruleOf.get(alert.ruleId), knownById.get(alert.id)];
    // A person who switches a rule off knows it.
    if (!rule || !known?.told || why === "rule_off") continue;
    ends.set(alert.id, isMuted(rule) ? "waits" : "told");
    if (!isMuted(rule)) told.add(rule, alert.id, { series: alert.series, condition: "resolved", value });
  }
  // Whoever was told of an alert is told of its end, once the mute that hid it is over.
  const lateEnds: { id: string; isTold: boolean }[] = [];
  for (const { id, ruleId, series, resolvedAt } of untoldEnds) {
    const rule = ruleOf.get(ruleId);
    if (rule && isMuted(rule)) continue;
    if (rule) told.add(rule, id, { series, condition: "resolved", value: null }, resolvedAt);
    lateEnds.push({ id, isTold: rule !== undefined });
  }
  // Alerts that began while their rule was muted are told when that is over.
  const late = open.filter(
    ({ id, told: wasTold, acknowledged }) => !wasTold && !acknowledged && !ended.has(id),
  );
  const toldNow: string[] = [];
  for (const alert of late) {
    const rule = ruleOf.get(alert.ruleId);
    if (!rule || isMuted(rule)) continue;
    told.add(rule, alert.id, alert);
    toldNow.push(alert.id);
  }

  const messages = await messagesFor(services, told.items);
  const found = { begun, judgement, told: toldNow, ends, lateEnds, messages };
  const rows = await writeEvaluation(db, { state, now, watchedBefore: watched, ...found });
  if (rows === null) {
    logger.info("alerts.overtaken");
    return { begun: 0, resolved: 0, open: open.length, rows: 0, messages: 0 };
  }
  const dropped = Object.values(judgement.dropped).reduce((sum, count) => sum + count, 0);
  if (dropped > 0) logger.warn("alerts.dropped", { dropped, by_rule: judgement.dropped });
  return {
    begun: begun.length,
    resolved: judgement.resolved.length,
    open: open.length + begun.length - judgement.resolved.length,
    rows,
    messages: messages.length,
  };
}

function begunAlert(id: string, rule: AlertRule, finding: Finding, isTold: boolean): BegunAlert {
  const { ruleId, series, condition, value, since, labels } = finding;
  const { severity, threshold } = rule;
  const platform = labels.platform ?? null;
  return { id, ruleId, series, platform, condition, severity, value, threshold, since, told: isTold };
}

interface Told {
  rule: AlertRule;
  item: NoticeItem;
}

function createToldList(now: number) {
  const items: Told[] = [];
  return {
    items,
    add(
      rule: AlertRule,
      id: string,
      { series, condition, value }: Pick<KnownAlert, "series" | "value"> & { condition: NoticeItem["event"] },
      at = now,
    ): void {
      const item: NoticeItem = {
        alert_id: id,
        event: condition,
        rule: rule.name,
        built_in: rule.builtIn,
        severity: rule.severity,
        metric: rule.metric,
        labels: labelsOf(series),
        value,
        comparison: rule.comparison,
        threshold: rule.threshold,
        window_s: rule.windowS,
        at,
      };
      items.push({ rule, item });
    },
  };
}

const RANKS = { critical: 0, warning: 1, info: 2 } as const;

/** One message a receiver, however many alerts there are: those of an evaluation, with those that wait untold. */
async function messagesFor(
  { channels, messages, newId, logger }: EvaluateServices,
  told: readonly Told[],
): Promise<MessageWrite[]> {
  if (told.length === 0) return [];
  const [all, people] = await Promise.all([
    channels.all(),
    messages.people(told.flatMap(({ rule }) => rule.userIds)),
  ]);
  const byReceiver = new Map<string, NoticeItem[]>();
  let untold = 0;
  for (const { rule, item } of told) {
    const receivers = receiversOf(rule, all, people);
    if (receivers.length === 0) untold += 1;
    for (const receiver of receivers) {
      const items = byReceiver.get(receiver) ?? [];
      items.push(item);
      byReceiver.set(receiver, items);
    }
  }
  if (untold > 0) logger.warn("alerts.nobody-told", { alerts: untold });
  const waiting = await messages.untried([...byReceiver.keys()]);
  return [...byReceiver].map(([receiver, items]) => {
    const before = waiting.get(receiver);
    const sorted = [...(before?.items ?? []), ...items].sort((a, b) => RANKS[a.severity] - RANKS[b.severity]);
    return {
      id: before?.id ?? newId(),
      receiver,
      items: sorted.slice(0, MAX_KEPT_ITEMS),
      count: (before?.count ?? 0) + items.length,
      isNew: before === undefined,
    };
  });
}
