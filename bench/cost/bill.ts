/** Turns what was counted into a bill. */
import { BROWSER_LAUNCH_S, BROWSER_PAGE_S, OBJECT_GB, PRICES } from "../prices.ts";
import type { CostRun } from "./cost-run.ts";

export interface BillLine {
  part: string;
  operation: string;
  times: number;
  usd: number;
}

export interface Bill {
  /** USD per million postings. */
  usd: number;
  /** Dearest first; `times` and `usd` of the whole run. */
  lines: BillLine[];
}

/** @param cpuMs of the Worker and its objects */
export function billOf({ counts, rows, pages }: CostRun, cpuMs: number): Bill {
  const lines: BillLine[] = [];
  const add = (part: string, operation: string, times: number) => {
    const price = PRICES[operation];
    if (price && times > 0) lines.push({ part, operation, times, usd: (times * price.usd) / price.per });
  };
  for (const [part, operations] of Object.entries(counts)) {
    for (const [operation, times] of Object.entries(operations)) {
      if (operation === "object ms") add(part, "GB-s", (times / 1000) * OBJECT_GB);
      else if (operation === "log lines") add(part, "log events", times);
      else add(part, operation, times);
    }
  }
  add("Worker", "CPU ms", cpuMs);
  const { launches = 0, "idle seconds": idle = 0 } = counts.browser ?? {};
  if (launches > 0)
    add("browser", "browser seconds", launches * BROWSER_LAUNCH_S + pages * BROWSER_PAGE_S + idle);
  lines.sort((a, b) => b.usd - a.usd);
  const sum = lines.reduce((total, { usd }) => total + usd, 0);
  return { usd: rows === 0 ? Number.NaN : (sum / rows) * 1_000_000, lines };
}

/** Parts of the bill below this share are not printed. */
const SHOWN_SHARE = 0.002;

export function linesOf(run: CostRun, bill: Bill): string[] {
  const { pages, rows, counts } = run;
  const perPage = (times: number) => (times / pages).toFixed(times / pages < 10 ? 2 : 1);
  const total = bill.lines.reduce((sum, { usd }) => sum + usd, 0);
  const written = bill.lines.filter(({ operation }) => operation === "rows written");
  const { launches = 0, "idle seconds": idle = 0 } = counts.browser ?? {};
  return [
    `${pages} list pages, ${rows} postings; rows written in objects: ${perPage(written.reduce((sum, { times }) => sum + times, 0))} a page`,
    ...bill.lines
      .filter(({ usd }) => usd / total >= SHOWN_SHARE)
      .map(
        ({ part, operation, times, usd }) =>
          `${part.padEnd(14)} ${operation.padEnd(18)} ${perPage(times).padStart(7)} a page ${((usd / rows) * 1e6).toFixed(3).padStart(8)} USD per million`,
      ),
    ...(launches > 0
      ? [
          `browser: ${launches} launches of ${BROWSER_LAUNCH_S} s, ${BROWSER_PAGE_S} s a page (assumed), ${perPage(idle)} s open and unused a page`,
        ]
      : []),
    ...detailOf(run),
  ];
}

/** Names the calls and statements that cause the rows, most frequent first. */
function detailOf({ counts, pages }: CostRun): string[] {
  return Object.entries(counts)
    .filter(([part]) => part.includes(" by "))
    .map(([part, names]) => {
      const top = Object.entries(names).sort(([, a], [, b]) => b - a);
      return `${part}: ${top.map(([name, times]) => `${name} ${(times / pages).toFixed(2)}`).join("; ")}`;
    });
}
