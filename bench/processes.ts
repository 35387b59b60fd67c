/** Reads CPU time and memory of a program's processes from /proc; the list is empty where there is no /proc. */
import { readFileSync } from "node:fs";
import { findProcesses } from "../local/start/processes.ts";

/** `getconf CLK_TCK`: 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

export interface ProcessFigures {
  name: string;
  cpuSeconds: number;
  residentMb: number;
}

/** @param marker as `markerOf` names it */
function processesOf(marker: string): ProcessFigures[] {
  return findProcesses((other) => other === marker).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const name = stat.slice(stat.indexOf("(") + 1, stat.lastIndexOf(")"));
      // Fields 14 and 15, counted from the third one, which follows the name.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const residentKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
      return [
        {
          name,
          cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND,
          residentMb: residentKb / 1024,
        },
      ];
    } catch {
      return []; // The process ended meanwhile.
    }
  });
}

/** Finds the workerd that runs the Worker: `wrangler dev` has a second, smaller one for its proxy. */
export function workerdOf(marker: string): ProcessFigures | null {
  const all = processesOf(marker).filter(({ name }) => name.startsWith("workerd"));
  return all.sort((a, b) => b.residentMb - a.residentMb)[0] ?? null;
}

export const cpuSecondsOf = (marker: string): number =>
  processesOf(marker).reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
