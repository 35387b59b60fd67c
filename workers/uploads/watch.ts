/** Every ten minutes each address that uploads is compared with its own past (A14). */
import type { Clock } from "../../shared/clock.ts";
import type { UploadLogApi } from "../../shared/contracts/upload-log.ts";
import { judgeUploads, type UploadJudgement, WINDOW_MS } from "../../shared/domain/upload-watch.ts";
import type { UploadFinding } from "../db/watch-schema.ts";
import type { FindingStore } from "./finding-store.ts";

const PAST_MS = 7 * 86_400_000;
/** Each may have a thousand windows. */
const ADDRESSES_AT_ONCE = 200;

export interface UploadHistory {
  ip: string;
  source: string;
  /** Begins of its active windows, Unix ms. */
  ats: number[];
  rows: number[];
}

export interface WatchServices {
  ledger: Pick<UploadLogApi, "oldestLoggedUpload">;
  /** Addresses after `afterIp` in their order, with what they sent from `from` up to `to` (Unix ms, exclusive). */
  histories(from: number, to: number, afterIp: string, limit: number): Promise<UploadHistory[]>;
  findings: FindingStore;
  /** Where step by step alerts are made of findings. */
  handFindings(findings: UploadFinding[]): void;
  clock: Clock;
}

export type WatchReport =
  | { skipped: string }
  | { skipped: null; windowAt: number; addresses: number; begun: number; ended: number };

/**
 * Judges the last whole window. What is not in ClickHouse yet must not look like silence: then nothing is judged.
 * @throws when ClickHouse does not answer; nothing is judged then either
 */
export async function watchUploads(services: WatchServices): Promise<WatchReport> {
  const { clock, findings } = services;
  const to = Math.floor(clock.now() / WINDOW_MS) * WINDOW_MS;
  const windowAt = to - WINDOW_MS;
  const oldest = await services.ledger.oldestLoggedUpload();
  if (oldest !== null && oldest < to)
    return { skipped: "uploads of the window are not in ClickHouse yet: export-uploads comes first" };
  const open = new Map((await findings.open()).map((finding) => [finding.ip, finding]));
  const begun: UploadFinding[] = [];
  const ended: UploadFinding[] = [];
  const judged = new Set<string>();
  for (let afterIp = "", more = true; more; ) {
    const page = await services.histories(to - PAST_MS, to, afterIp, ADDRESSES_AT_ONCE);
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
    more = page.length === ADDRESSES_AT_ONCE;
    afterIp = page.at(-1)?.ip ?? "";
  }
  // Of whom there is no past any more nothing can be said.
  for (const finding of open.values()) if (!judged.has(finding.ip)) ended.push(finding);
  if (begun.length + ended.length > 0) {
    await findings.save(ended, begun, clock.now());
    services.handFindings([...ended.map((finding) => ({ ...finding, endedAt: clock.now() })), ...begun]);
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
