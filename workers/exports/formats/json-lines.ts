/** JSON Lines: one object a line, every column in each, times in RFC 3339 on the clock of China. */
import { chinaTimestamp } from "./china-time.ts";
import type { LineFormat } from "./format.ts";

export const jsonLines: LineFormat = {
  head: () => "",
  line: (row, columns) =>
    `${JSON.stringify(
      Object.fromEntries(
        columns.map(({ name, kind }, at) => {
          const value = row[at] ?? null;
          return [name, kind === "time" && value !== null ? chinaTimestamp(value as number) : value];
        }),
      ),
    )}\n`,
};
