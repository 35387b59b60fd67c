/**
 * Judges batches before they are stored (X14). The baselines come from D1, at most every `FRESH_MS` in each isolate: no
 * page costs a read or a write more. A check that cannot read them goes on with those that it has.
 */
import type { Clock } from "../../shared/clock.ts";
import type { Channel, DataType, FilterDimension, Platform } from "../../shared/contracts/platform.ts";
import type { QualityBaseline, QualityVerdict } from "../../shared/contracts/quality.ts";
import type { QUALITY_MODES } from "../../shared/contracts/vocabulary.ts";
import { kindName } from "../../shared/domain/quality/baselines.ts";
import { firstBaseline } from "../../shared/domain/quality/first-baseline.ts";
import { judgeBatch, QUALITY_LIMITS } from "../../shared/domain/quality/judge.ts";
import type { QualityTally } from "../../shared/domain/quality/tally.ts";
import { messageOf } from "../../shared/errors/message-of.ts";
import type { Logger } from "../../shared/log.ts";
import { MINUTE_MS } from "../../shared/time.ts";

const FRESH_MS = 10 * MINUTE_MS;
/** A read that failed is repeated after this time. */
const RETRY_MS = MINUTE_MS;

export type QualityMode = (typeof QUALITY_MODES)[number];

/** How the rows were asked for. */
export interface JudgedBatch {
  platform: Platform;
  channel: Channel;
  data_type: DataType;
  /** It is null or left out where no search brought the rows. */
  run?: { keyword: string } | null;
  filters?: readonly FilterDimension[];
}

export interface QualityCheck {
  /** Makes the baselines current. It never throws: a check must not stop the ingest. */
  ready(): Promise<void>;
  /** @returns null for an ordinary batch */
  judge(batch: JudgedBatch, quality: QualityTally): QualityVerdict | null;
}

/** The baselines of an isolate. */
export interface BaselineCache {
  baselines: ReadonlyMap<string, QualityBaseline>;
  /** Unix ms at which they are read again. */
  dueAt: number;
}

export const createBaselineCache = (): BaselineCache => ({ baselines: new Map(), dueAt: 0 });

/** Services are made anew for each event; what they have read is kept for the isolate. */
export const isolateBaselines = createBaselineCache();

export interface QualityCheckParts {
  readBaselines(): Promise<QualityBaseline[]>;
  modes: Record<Platform, QualityMode>;
  /** Settings QUALITY_MIN_ROWS and QUALITY_MIN_DAYS. */
  minRows: number;
  minDays: number;
  cache: BaselineCache;
  clock: Pick<Clock, "now">;
  logger: Pick<Logger, "warn">;
}

export function createQualityCheck(parts: QualityCheckParts): QualityCheck {
  const { modes, minRows, minDays, cache, clock, logger } = parts;
  return {
    async ready() {
      const now = clock.now();
      if (now < cache.dueAt) return;
      // Set before the read, so that the pages of one moment ask once.
      cache.dueAt = now + RETRY_MS;
      try {
        const baselines = await parts.readBaselines();
        cache.baselines = new Map(baselines.map((baseline) => [kindName(baseline), baseline]));
        cache.dueAt = now + FRESH_MS;
      } catch (error) {
        logger.warn("quality.baselines-not-read", { error: messageOf(error) });
      }
    },
    judge(batch, quality) {
      const mode = modes[batch.platform];
      if (mode === "off") return null;
      const own = cache.baselines.get(kindName(batch));
      const baseline = own && own.days >= minDays ? own : firstBaseline(batch);
      const origin = { hasKeyword: (batch.run ?? null) !== null, filters: batch.filters ?? null };
      const findings = judgeBatch(quality.result(), baseline, origin, { ...QUALITY_LIMITS, minRows });
      return findings.length === 0 ? null : { holds: mode === "on", findings };
    },
  };
}
