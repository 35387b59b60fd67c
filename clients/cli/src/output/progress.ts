/** Progress on the standard error: a bar on a terminal, nothing elsewhere, so that the output stays clean. */
import { plainText } from "../../../terminal/plain-text.ts";
import { fitted, widthOf } from "../../../terminal/width.ts";
import type { Output } from "../io.ts";

const BAR = 24;
const USUAL_COLUMNS = 80;

export interface Progress {
  done: number;
  total: number | null;
  /** What goes on. */
  text: string;
}

/** @returns `████████░░░░  33 % text`; without a total the count */
export function barOf({ done, total, text }: Progress, columns: number): string {
  const share = total === null || total <= 0 ? null : Math.max(0, Math.min(1, done / total));
  const full = share === null ? 0 : Math.round(share * BAR);
  const head =
    share === null
      ? `${done} `
      : `${"█".repeat(full)}${"░".repeat(BAR - full)} ${String(Math.floor(share * 100)).padStart(3)} % `;
  return fitted(head + plainText(text), Math.max(widthOf(head), columns - 1));
}

export type ProgressBar = ReturnType<typeof progressBar>;

export function progressBar(err: Output, enabled: boolean) {
  const shown = enabled && err.isTTY;
  return {
    async show(progress: Progress): Promise<void> {
      // The line is erased to its end, since the one before may have been longer.
      if (shown) await err.write(`\r${barOf(progress, err.columns ?? USUAL_COLUMNS)}\u001b[K`);
    },
    async clear(): Promise<void> {
      if (shown) await err.write("\r\u001b[K");
    },
  };
}
