/** Compares the uploads of each address with its own past, every ten minutes (A14). */
import type { Clock } from "../../shared/clock.ts";
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";
import { judgeUploads, type UploadJudgement, WINDOW_MS } from "../../shared/domain/upload-watch.ts";
import type { UploadFinding } from "../db/watch-schema.ts";
import type { FindingStore } from "./finding-store.ts";

/** How far back the comparison goes. */
const PAST_MS = 7 * 86_400_000;
/** Addresses per query; each may have a thousand windows. */
const ADDRESSES_PER_PAGE = 200;

/** Windows since the last upload of anybody after which a window is judged every time, and later at each doubling. */
const ALWAYS_WINDOWS = 6;

/**
 * Says whether a window is judged. Every query wakes a ClickHouse that sleeps while nothing comes: after the last upload
 * of anybody only silence can grow, which is then looked for ever less often.
 * @param idleWindows windows since the last upload
 */
function isJudged(idleWindows: number): boolean {
  return idleWindows <= ALWAYS_WINDOWS || Number.isInteger(Math.log2(idleWindows / ALWAYS_WINDOWS));
}

export interface UploadHistory {
  ip: string;
  source: string;
  /** Starts of its active windows, Unix ms. */
  ats: number[];
  rows: number[];
}

export interface WatchServices {
  ledger: Pick<UploadLogApi, "oldestLoggedUpload" | "newestUpload">;
  /** The addresses after `afterIp`, in order, with their uploads from `from` up to `to` (Unix ms, exclusive). */
  histories(from: number, to: number, afterIp: string, limit: number): Promise<UploadHistory[]>;
  findings: FindingStore;
  /** Called with the findings that began or ended in this run. */
  emitFindings(findings: UploadFinding[]): void;
  clock: Clock;
}

export type WatchReport =
  | { skipped: string }
  | { skipped: null; windowAt: number; addresses: number; begun: number; ended: number };

/**
 * Judges the last complete window. Skips it while uploads of the window are not in ClickHouse yet, because they would
 * look like silence.
 * @throws when ClickHouse does not answer; no finding is saved then
 */
export async function watchUploads(services: WatchServices): Promise<WatchReport> {
  const { clock, findings } = services;
  const to = Math.floor(clock.now() / WINDOW_MS) * WINDOW_MS;
  const windowAt = to - WINDOW_MS;
  const oldest = await services.ledger.oldestLoggedUpload();
  if (oldest !== null && oldest < to)
    return { skipped: "uploads of the window are not in ClickHouse yet: export-uploads comes first" };
  const newest = await services.ledger.newestUpload();
  const idle = newest === null ? null : Math.max(0, Math.ceil((windowAt - newest) / WINDOW_MS));
  const hasHistory = idle !== null && idle * WINDOW_MS <= PAST_MS;
  if (hasHistory && !isJudged(idle)) {
    return { skipped: null, windowAt, addresses: 0, begun: 0, ended: 0 };
  }
  // Without an upload in all that time there is nothing to ask for: no address has a history.
  const histories = hasHistory ? services.histories : async (): Promise<UploadHistory[]> => [];
  const open = new Map((await findings.open()).map((finding) => [finding.ip, finding]));
  const begun: UploadFinding[] = [];
  const ended: UploadFinding[] = [];
  const judged = new Set<string>();
  for (let afterIp = "", more = true; more; ) {
    const page = await histories(to - PAST_MS, to, afterIp, ADDRESSES_PER_PAGE);
    for (const { ip, source, ats, rows } of page) {
      judged.add(ip);
      const history = ats.map((at, index) => ({ at, rows: rows[index] ?? 0 }));
      const judgement = judgeUploads(history, windowAt);
      const known = open.get(ip);
      if ((known?.kind ?? null) === judgement.kind) continue;
      if (known) ended.push(known);
      const finding = newFinding(ip, source, judgement, windowAt, clock.now());
      if (finding) begun.push(finding);
    }
    more = page.length === ADDRESSES_PER_PAGE;
    afterIp = page.at(-1)?.ip ?? "";
  }
  // End the findings of addresses without a baseline.
  for (const finding of open.values()) if (!judged.has(finding.ip)) ended.push(finding);
  if (begun.length + ended.length > 0) {
    await findings.save(ended, begun, clock.now());
    services.emitFindings([...ended.map((finding) => ({ ...finding, endedAt: clock.now() })), ...begun]);
  }
  return { skipped: null, windowAt, addresses: judged.size, begun: begun.length, ended: ended.length };
}

function newFinding(
  ip: string,
  source: string,
  { kind, expected, seen }: UploadJudgement,
  windowAt: number,
  foundAt: number,
): UploadFinding | null {
  if (kind === null) return null;
  return { id: crypto.randomUUID(), ip, source, kind, expected, seen, windowAt, foundAt, endedAt: null };
}
