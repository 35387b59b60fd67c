/** Reads dates in the forms of the sites, in China Standard Time (UTC+8, no summer time), to Unix ms. */
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../time.ts";

const CST_OFFSET_MS = 8 * 3_600_000;
/** 2000-01-01 and 2100-01-01: an instant outside these bounds is not the date of a posting. */
const EARLIEST_MS = 946_684_800_000;
const LATEST_MS = 4_102_444_800_000;

const FULL =
  /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]*(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,3})\d*)?)?)?(Z|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?)?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/;
const SHORT = /^(\d{1,2})[-/.月](\d{1,2})[日号]?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/;
const DAY = /^(今天|今日|昨天|昨日|前天|前日|大前天)?(?:(\d{1,2}):(\d{2})(?::\d{2})?)?$/;
const DAYS_BACK: Record<string, number> = { 今天: 0, 今日: 0, 昨天: 1, 昨日: 1, 前天: 2, 前日: 2, 大前天: 3 };
/** 30+天前 and 3天内 name a limit, not a time. */
const AGO =
  /^(\d{1,3}|[一二两三四五六七八九十半])(秒钟?|分钟?|个?小时|个?钟头|天|日|周|个?星期|个月|年)(?:以|之)?前$/;
const NUMERALS = "半一二三四五六七八九十";
/** A date without a year is found within this many years: 02-29 comes once in four, and once in eight round 2100. */
const MAX_YEARS_BACK = 8;
/** A longer text is prose. */
const MAX_LENGTH = 60;
const AGO_MS: Record<string, number> = {
  秒: 1000,
  分: MINUTE_MS,
  小时: HOUR_MS,
  天: DAY_MS,
  日: DAY_MS,
  周: 7 * DAY_MS,
  星期: 7 * DAY_MS,
  钟头: HOUR_MS,
  月: 30 * DAY_MS,
  年: 365 * DAY_MS,
};

const inRange = (at: number) => (at >= EARLIEST_MS && at < LATEST_MS ? at : null);

/** Start of the day in China that contains `at`. */
const dayOf = (at: number) => Math.floor((at + CST_OFFSET_MS) / DAY_MS) * DAY_MS - CST_OFFSET_MS;

/** Unix ms of a civil time in UTC; null for a day that does not exist, such as 02-30. */
function civil(year: number, month: number, day: number, clock: readonly number[] = []): number | null {
  const [hour = 0, minute = 0, second = 0, ms = 0] = clock;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const at = Date.UTC(year, month - 1, day, hour, minute, second, ms);
  const date = new Date(at);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? at : null;
}

function zoneOffsetMs(zone: string | undefined): number {
  if (zone === undefined) return CST_OFFSET_MS;
  if (zone === "Z") return 0;
  const [hours, minutes] = [Number(zone.slice(1, 3)), Number(zone.slice(3).replace(":", ""))];
  return (zone.startsWith("-") ? -1 : 1) * (hours * HOUR_MS + minutes * MINUTE_MS);
}

/** 3, 三, 两 and 半 as numbers. */
function amountOf(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  return text === "两" ? 2 : text === "半" ? 0.5 : NUMERALS.indexOf(text);
}

function readRelative(text: string, now: number): number | null {
  if (text === "刚刚" || text === "刚才") return now;
  const day = text === "" ? null : DAY.exec(text);
  if (day) {
    const [hour, minute] = [Number(day[2] ?? 0), Number(day[3] ?? 0)];
    if (hour > 23 || minute > 59) return null;
    const at = dayOf(now) - (DAYS_BACK[day[1] ?? ""] ?? 0) * DAY_MS + hour * HOUR_MS + minute * MINUTE_MS;
    // A time alone is the latest such time.
    return day[1] === undefined && at > now ? at - DAY_MS : at;
  }
  const ago = AGO.exec(text);
  if (ago)
    return now - amountOf(ago[1] ?? "") * (AGO_MS[(ago[2] ?? "").replace(/^个|(?<=[秒分])钟$/g, "")] ?? 0);
  const short = SHORT.exec(text);
  if (!short) return null;
  // 08-29 is the latest day with this date that is not after today: a later one belongs to an earlier year.
  const year = new Date(now + CST_OFFSET_MS).getUTCFullYear();
  const at = Array.from({ length: MAX_YEARS_BACK + 1 }, (_, back) => year - back)
    .map((candidate) =>
      civil(
        candidate,
        Number(short[1]),
        Number(short[2]),
        short.slice(3).map((part) => Number(part ?? 0)),
      ),
    )
    .find((candidate) => candidate !== null && dayOf(candidate - CST_OFFSET_MS) <= now);
  return at === undefined || at === null ? null : at - CST_OFFSET_MS;
}

/**
 * Reads `2023-08-29 08:59:10`, `2023-08-29`, `2023年8月29日`, ISO 8601, epoch seconds or ms; with `now` (Unix ms)
 * also `08-29`, `昨天 10:00`, `3天前`. 发布, 更新 and 刷新 before or after the date are ignored.
 * @returns Unix ms, or null when the text cannot be read
 */
export function parseDate(value: string | number, now?: number): number | null {
  const text = String(value);
  if (text.length > MAX_LENGTH) return null;
  const plain = text
    .normalize("NFKC")
    .replace(/^\s*(?:(?:发布|更新|刷新)(?:时间|日期|于)?:?)?\s*|\s*(?:发布|更新|刷新)?\s*$/g, "");
  if (/^\d{10}(?:\.\d+)?$/.test(plain)) return inRange(Math.floor(Number(plain) * 1000));
  if (/^\d{13}(?:\.\d+)?$/.test(plain)) return inRange(Math.floor(Number(plain)));
  const full = FULL.exec(plain) ?? COMPACT.exec(plain);
  if (full) {
    const clock = [full[4], full[5], full[6], full[7]?.padEnd(3, "0")].map((part) => Number(part ?? 0));
    const at = civil(Number(full[1]), Number(full[2]), Number(full[3]), clock);
    return at === null ? null : inRange(at - zoneOffsetMs(full[8]));
  }
  return now === undefined ? null : readRelative(plain.replace(/\s/g, ""), now);
}
