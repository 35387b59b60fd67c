import { DurableObject } from "cloudflare:workers";
import { systemClock } from "../../shared/clock.ts";
import { readConfig } from "../../shared/config.ts";
import type { BrowserBrokerApi, BrowserGrant } from "../../shared/contracts/browser.ts";
import type { Logger } from "../../shared/log.ts";
import { AlarmTimer } from "../base/alarm-timer.ts";
import { objectLogger } from "../base/object-log.ts";
import { type BrowserDriver, puppeteerDriver } from "./driver.ts";
import {
  acquire,
  type BrokerState,
  closing,
  expire,
  forget,
  markClosed,
  named,
  newBroker,
  nextTimer,
  register,
  release,
} from "./sessions.ts";

/**
 * The whole state is one small value of the key-value store, rewritten on every change: there is nothing to query,
 * so it has no SQL schema and no migrations. A field added later gets its default from `newBroker`.
 */
const KEY = "broker";
/** A browser that does not answer within this time counts as closed: the platform ends it when it is idle. */
const CLOSE_TIMEOUT_MS = 10_000;
/** While the cap is reached, the platform is asked this often which sessions still run. */
const SURVEY_MS = 5_000;

/**
 * Shares browser sessions, which are limited: one launch a second, a cap, 60 s idle. Every session that was named here
 * is closed after a holder's release, its idle time or the end of its lease; the alarm closes it.
 */
export class BrowserBroker extends DurableObject<Env> implements BrowserBrokerApi {
  /** Unix ms; tests set their own. */
  now: () => number = systemClock.now;
  driver: BrowserDriver;
  cap: number;
  readonly #broker: BrokerState;
  readonly #alarm: AlarmTimer;
  readonly #log: Logger;
  #surveyedAt = Number.NEGATIVE_INFINITY;

  constructor(ctx: DurableObjectState, env: Env) {
    super(ctx, env);
    this.driver = puppeteerDriver(env);
    this.cap = readConfig(env).BROWSER_CAP;
    this.#broker = { ...newBroker(), ...ctx.storage.kv.get<BrokerState>(KEY) };
    this.#alarm = new AlarmTimer(ctx.storage);
    this.#log = objectLogger(env, "browser-broker");
    ctx.blockConcurrencyWhile(async () => {
      await this.#alarm.restore();
      await this.#alarm.arm(nextTimer(this.#broker), this.now());
    });
  }

  async acquire(holder: string): Promise<BrowserGrant> {
    const take = () =>
      this.#change((now) => acquire(this.#broker, holder, systemClock.uuid(), this.cap, now));
    const grant = await take();
    const full = grant.kind === "wait" && this.#broker.sessions.length >= this.cap;
    if (!full || this.now() - this.#surveyedAt < SURVEY_MS) return grant;
    this.#surveyedAt = this.now();
    return (await this.#dropEnded()) ? take() : grant;
  }

  register(lease: string, sessionId: string): Promise<boolean> {
    return this.#change((now) => register(this.#broker, lease, sessionId, now));
  }

  release(lease: string, broken: boolean, idleMs: number): Promise<void> {
    return this.#change((now) => release(this.#broker, lease, broken, idleMs, now));
  }

  async status(): Promise<{ sessions: number; busy: number; launched: number; closed: number }> {
    const { sessions, launched, closed } = this.#broker;
    const busy = sessions.filter((one) => one.state === "busy" || one.state === "launching").length;
    return { sessions: sessions.length, busy, launched, closed };
  }

  override async alarm(): Promise<void> {
    this.#alarm.fired();
    expire(this.#broker, this.now());
    // Nobody gets one of these meanwhile, because they are marked as closing.
    await Promise.all(closing(this.#broker).map((sessionId) => this.#close(sessionId)));
    await this.#change(() => undefined);
  }

  /** Drops sessions that ended with their holder (a restart), whose leases would keep their places for minutes. */
  async #dropEnded(): Promise<boolean> {
    // Only a session named before the question may be missing from its answer.
    const before = named(this.#broker);
    try {
      const running = new Set(await this.driver.list());
      const ended = before.filter((sessionId) => !running.has(sessionId));
      if (ended.length > 0) await this.#change(() => forget(this.#broker, ended));
      return ended.length > 0;
    } catch (error) {
      this.#log.warn("browser.list-failed", { error });
      return false;
    }
  }

  async #close(sessionId: string): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const timeout = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("browser does not answer")), CLOSE_TIMEOUT_MS);
    });
    try {
      await Promise.race([this.driver.close(sessionId), timeout]);
    } catch (error) {
      // The session is gone or unreachable: either way it cannot be leased again.
      this.#log.warn("browser.close-failed", { session: sessionId, error });
    } finally {
      clearTimeout(timer);
      markClosed(this.#broker, sessionId);
    }
  }

  async #change<T>(change: (now: number) => T): Promise<T> {
    const now = this.now();
    const result = change(now);
    this.ctx.storage.kv.put(KEY, this.#broker);
    await this.#alarm.arm(nextTimer(this.#broker), now);
    return result;
  }
}
