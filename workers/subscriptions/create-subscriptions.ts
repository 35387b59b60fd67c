/**
 * Subscriptions for the API and the schedule. A match is told once: what a step read and how far it came are written in one
 * batch of D1, under a revision that only one of two steps can have. From there a webhook has its outbox, whose deliveries
 * repeat under the same id; a feed shows what was written; a mail is sent at least once, under the same Message-ID.
 */
import type { Clock } from "../../shared/clock.ts";
import { savedJobFilter } from "../../shared/contracts/saved-search.ts";
import {
  EVENTS_OF_KIND,
  MATCHES_PER_DELIVERY,
  MAX_FEED_ENTRIES,
  MAX_LISTED,
} from "../../shared/contracts/subscription.ts";
import { newLinkToken } from "../../shared/domain/link-token.ts";
import { sha256Hex } from "../../shared/domain/sha256.ts";
import { ApiError } from "../../shared/errors/codes.ts";
import { keptMessageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { maskAnswer } from "../../shared/platforms/recruiter-mask.ts";
import { HOUR_MS, MINUTE_MS } from "../../shared/time.ts";
import type { EventPosition, Subscription, SubscriptionMail } from "../db/subscription-schema.ts";
import type { WebhookEndpoint } from "../db/webhook-schema.ts";
import { permissionKey } from "../iam/permissions/principal.ts";
import type { PrincipalRecord } from "../iam/permissions/principal-store.ts";
import type { Mail } from "../notify/mail.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import { type HeldLock, runAlone } from "../with-lock.ts";
import { digestMail } from "./digest-mail.ts";
import { nextSendAt } from "./next-send.ts";
import type { MatchRange, MatchReader } from "./read-matches.ts";
import type { SubscriptionRecord, SubscriptionStore } from "./subscription-store.ts";
import type { SubscriptionReport, Subscriptions } from "./subscriptions.ts";

/** Work of one run, which the schedule repeats every few minutes. */
const SUBSCRIPTIONS_PER_RUN = 100;
const PAGES_PER_SUBSCRIPTION = 10;
const MAILS_PER_RUN = 50;
const COUNTED_PER_PAGE = 1000;
/** A mail that was tried so often is given up. */
const MAX_MAIL_TRIES = 8;
/** Wait after a failed try of a mail; it doubles each time. A try that died is repeated after it too. */
const MAIL_RETRY_MS = 10 * MINUTE_MS;
const MAX_MAIL_RETRY_MS = 6 * HOUR_MS;

const READ_POSTINGS = permissionKey("GET", "/api/v1/jobs");
const USE_WEBHOOKS = permissionKey("POST", "/api/v1/webhook-endpoints");

/** What the owner of a subscription may do now. */
export type SubscriberRights = Pick<
  PrincipalRecord,
  "superuser" | "permissions" | "seesRecruiters" | "mustChangePassword"
>;

/** @returns why the owner of a subscription may have nothing now; null where they may */
export function refusal(rights: SubscriberRights | null, { ownerId, channel, search }: SubscriptionRecord) {
  if (rights === null) return "its owner is disabled or deleted";
  const may = (key: string) => rights.superuser || rights.permissions.has(key);
  if (!may(READ_POSTINGS)) return "its owner may not read postings";
  if (channel === "webhook" && !may(USE_WEBHOOKS)) return "its owner may not use webhooks";
  if (search.deletedAt !== null) return "its search was deleted";
  if (search.ownerId !== ownerId && !search.shared) return "its search is no longer shared";
  return null;
}

interface Parts {
  store: SubscriptionStore;
  reader: MatchReader;
  /** `through` of the last complete pass over the life of postings; null before the first. Asks ClickHouse nothing. */
  mark(): Promise<number | null>;
  rightsOf(userId: string): Promise<SubscriberRights | null>;
  personOf(userId: string): Promise<{ name: string; email: string } | null>;
  webhooks: Pick<Webhooks, "deliveryTo" | "wake">;
  endpointOf(id: string): Promise<WebhookEndpoint | null>;
  sendMail: ((mail: Mail) => Promise<void>) | null;
  lock: HeldLock;
  publicUrl: string;
  /** Domain of Message-IDs. */
  mailDomain: string;
  clock: Clock;
  logger: Logger;
}

export function createSubscriptions(parts: Parts): Subscriptions {
  const { store, reader, clock, logger, publicUrl } = parts;

  async function endpointProblem({ endpointId, ownerId }: Subscription): Promise<string | null> {
    const endpoint = endpointId === null ? null : await parts.endpointOf(endpointId);
    if (!endpoint || endpoint.deletedAt !== null || endpoint.ownerId !== ownerId)
      return "its webhook endpoint was deleted";
    if (!endpoint.events.includes("search.matched"))
      return "its webhook endpoint does not want search.matched";
    return endpoint.enabled ? null : "its webhook endpoint is switched off";
  }

  /** Reads one page of events and keeps it. @returns matches told, and whether more follow */
  async function step(
    subscription: SubscriptionRecord,
    mark: number,
  ): Promise<{ told: number; more: boolean; problem: string | null }> {
    const { id, ownerId, channel, kinds, search, through, position } = subscription;
    const at = clock.now();
    const rights = await parts.rightsOf(ownerId);
    const filter = savedJobFilter(search.query);
    const problem =
      refusal(rights, subscription) ??
      (filter === null || search.kind !== "jobs" ? "its search is no search of postings" : null) ??
      (channel === "webhook" ? await endpointProblem(subscription) : null);
    if (problem !== null || filter === null || rights === null) {
      // What happens meanwhile is told to nobody, and is not told later either.
      await store.step(subscription, { matches: [], more: 0, through: mark, position: null, problem, at });
      return { told: 0, more: false, problem };
    }
    const range: MatchRange = {
      ...{ filter, position, through: mark, after: through, masked: !rights.seesRecruiters },
      events: kinds.flatMap((kind) => EVENTS_OF_KIND[kind]),
    };
    const room = channel === "webhook" ? MATCHES_PER_DELIVERY : await roomOf(subscription);
    if (room === 0) {
      const rest = await countRest(range);
      const reached = rest.position === null ? mark : through;
      await store.step(subscription, { ...rest, matches: [], through: reached, problem, at });
      return { told: 0, more: rest.position !== null, problem };
    }
    const page = await reader.read(range, room);
    const matches = range.masked ? page.matches.map((match) => maskAnswer(match)) : page.matches;
    const isOver = page.position === null;
    const deliveries =
      channel === "webhook" && matches.length > 0
        ? parts.webhooks.deliveryTo(
            subscription.endpointId ?? "",
            {
              type: "search.matched",
              key: `subscription:${id}:${subscription.revision + 1}`,
              at,
              data: { subscription_id: id, search: { id: search.id, name: search.name }, matches },
            },
            { subscriptionId: id, masked: range.masked },
          )
        : null;
    await store.step(
      subscription,
      {
        ...{ matches, more: 0, problem, at },
        ...(isOver ? { through: mark, position: null } : { through, position: page.position }),
      },
      deliveries?.queries,
    );
    if (deliveries) await parts.webhooks.wake(`subscription ${id}`);
    return { told: matches.length, more: !isOver, problem };
  }

  /** What is masked can only be counted by reading it. */
  async function countRest(range: MatchRange): Promise<{ more: number; position: EventPosition | null }> {
    const more = await reader.count(range);
    if (more !== null) return { more, position: null };
    const { matches, position } = await reader.read(range, COUNTED_PER_PAGE);
    return { more: matches.length, position };
  }

  /** How many matches a digest, or a feed in one pass, still takes. */
  async function roomOf({ id, channel, position }: Subscription): Promise<number> {
    if (channel === "feed") return position === null ? MAX_FEED_ENTRIES : 0;
    return Math.max(0, MAX_LISTED - (await store.waiting(id)));
  }

  async function moveOn(subscription: SubscriptionRecord, mark: number): Promise<number> {
    let told = 0;
    for (let page = 0; page < PAGES_PER_SUBSCRIPTION; page++) {
      const current = await store.find(subscription.id);
      if (!current?.enabled || current.deletedAt !== null || current.through >= mark) break;
      const done = await step(current, mark);
      told += done.told;
      if (!done.more) break;
    }
    return told;
  }

  /** Makes the mail of a digest that is due; nothing is mailed where nothing happened. */
  async function openMail(subscription: SubscriptionRecord): Promise<void> {
    const now = clock.now();
    const count = await store.waiting(subscription.id);
    const { id, moreWaiting } = subscription;
    const mailId = crypto.randomUUID();
    const mail: SubscriptionMail | null =
      count + moreWaiting === 0
        ? null
        : {
            ...{ id: mailId, subscriptionId: id, state: "open", count, more: moreWaiting, attempts: 0 },
            ...{ messageId: `<${mailId}.subscription@${parts.mailDomain}>`, nextTryAt: now, createdAt: now },
            ...{ endedAt: null, error: null },
          };
    await store.openMail(subscription, mail, nextSendAt(subscription, now));
  }

  /** @returns true when the mail server took it */
  async function sendOne(mail: SubscriptionMail): Promise<boolean> {
    const end = (state: SubscriptionMail["state"], error: string | null) =>
      store.endMail(mail, { state, error }, clock.now());
    const waitMs = Math.min(MAIL_RETRY_MS * 2 ** mail.attempts, MAX_MAIL_RETRY_MS);
    if (!(await store.beginTry(mail, clock.now() + waitMs))) return false;
    const subscription = await store.find(mail.subscriptionId);
    const ended = !subscription?.enabled || subscription.deletedAt !== null;
    const rights = ended ? null : await parts.rightsOf(subscription.ownerId);
    const person = ended ? null : await parts.personOf(subscription.ownerId);
    const refused = ended ? "the subscription has ended" : refusal(rights, subscription);
    if (refused !== null || ended || person === null || rights === null) {
      await end("dropped", refused ?? "its owner is disabled or deleted");
      return false;
    }
    const matches = await store.matchesOfMail(mail.id);
    const message = digestMail(person, {
      subscription,
      matches: rights.seesRecruiters ? matches : matches.map((match) => maskAnswer(match)),
      more: mail.more,
      messageId: mail.messageId,
      publicUrl,
    });
    try {
      if (!parts.sendMail) throw new Error("SMTP_URL is missing: no mail can be sent");
      await parts.sendMail(message);
    } catch (error) {
      const isLast = mail.attempts + 1 >= MAX_MAIL_TRIES;
      await end(isLast ? "failed" : "open", keptMessageOf(error));
      logger.warn("subscriptions.mail-failed", { mail: mail.id, attempts: mail.attempts + 1, error });
      return false;
    }
    // A crash here sends the mail once more, under the same Message-ID.
    await end("sent", null);
    return true;
  }

  async function runAll(): Promise<SubscriptionReport> {
    const report: SubscriptionReport = { moved: 0, matches: 0, mails: 0, failed: 0 };
    const attempt = async (what: string, id: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        // One subscription that breaks does not hold up the others; the next run tries it again.
        report.failed += 1;
        logger.error(`subscriptions.${what}-broke`, { id, error: keptMessageOf(error) });
      }
    };
    const mark = await parts.mark();
    if (mark !== null)
      for (const subscription of await store.behind(mark, SUBSCRIPTIONS_PER_RUN))
        await attempt("step", subscription.id, async () => {
          report.matches += await moveOn(subscription, mark);
          report.moved += 1;
        });
    for (const subscription of await store.due(clock.now(), SUBSCRIPTIONS_PER_RUN))
      await attempt("digest", subscription.id, () => openMail(subscription));
    for (const mail of await store.openMails(clock.now(), MAILS_PER_RUN))
      await attempt("mail", mail.id, async () => {
        if (await sendOne(mail)) report.mails += 1;
      });
    return report;
  }

  async function get(id: string, ownerId: string): Promise<SubscriptionRecord> {
    const found = await store.find(id);
    if (!found || found.ownerId !== ownerId || found.deletedAt !== null)
      throw new ApiError("not_found", `no subscription ${id}`);
    return found;
  }

  /** Where a subscription begins: at what the last pass has recorded. */
  const beginning = async () => ({ through: (await parts.mark()) ?? clock.now(), position: null });

  return {
    list: (ownerId) => store.list(ownerId),
    get,
    async create({ ownerId, searchId, channel, ...fields }) {
      const now = clock.now();
      const token = channel === "feed" ? newLinkToken() : null;
      const id = crypto.randomUUID();
      await store.create({
        ...fields,
        ...{ id, ownerId, searchId, channel, enabled: true, revision: 0, told: 0, onlyCounted: 0 },
        ...{ tokenHash: token && sha256Hex(token), unsubscribeToken: newLinkToken(), moreWaiting: 0 },
        ...(await beginning()),
        ...{ lastSentAt: null, problem: null, createdAt: now, updatedAt: now, deletedAt: null },
        nextSendAt: nextSendAt({ ...fields, channel }, now),
      });
      return { subscription: await get(id, ownerId), token };
    },
    async update(subscription, change) {
      const now = clock.now();
      const isBack = change.enabled === true && !subscription.enabled;
      await store.update(subscription.id, {
        ...change,
        ...(isBack && { ...(await beginning()), problem: null }),
        nextSendAt: nextSendAt({ ...subscription, ...change }, now),
        updatedAt: now,
      });
      return get(subscription.id, subscription.ownerId);
    },
    async delete({ id }) {
      const now = clock.now();
      await store.update(id, { deletedAt: now, updatedAt: now, enabled: false, tokenHash: null });
    },
    async renewFeed({ id }) {
      const token = newLinkToken();
      await store.update(id, { tokenHash: sha256Hex(token), updatedAt: clock.now() });
      return token;
    },
    async feed(token) {
      const subscription = await store.findByFeedToken(sha256Hex(token));
      if (!subscription) return null;
      const rights = await parts.rightsOf(subscription.ownerId);
      if (rights === null || refusal(rights, subscription) !== null) return null;
      const matches = await store.newest(subscription.id, MAX_FEED_ENTRIES);
      return {
        subscription,
        matches: rights.seesRecruiters ? matches : matches.map((match) => maskAnswer(match)),
      };
    },
    async findUnsubscribe(token) {
      return store.findByUnsubscribeToken(token);
    },
    async unsubscribe(token) {
      const found = await store.findByUnsubscribeToken(token);
      if (!found) return false;
      if (found.enabled) await store.update(found.id, { enabled: false, updatedAt: clock.now() });
      return true;
    },
    run: (owner) => runAlone(parts.lock, owner, logger, runAll),
    deleteBefore: store.deleteBefore,
  };
}
