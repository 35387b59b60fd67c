/** Lists of the API, page by page: a long list is never in memory as a whole. */
import { InvalidArgumentError, Option } from "commander";

interface Page<T> {
  items: T[];
  next_cursor: string | null;
}
export interface PageQuery {
  limit: string;
  cursor: string | undefined;
}
export interface PageOptions {
  /** Rows in all; ignored with `all`. */
  limit?: number | undefined;
  all?: boolean | undefined;
}

const MAX_PAGE = 200;
const USUAL_ROWS = 50;

/** @param end is told whether the server has more rows than were wanted */
export async function* pagesOf<T>(
  fetchPage: (query: PageQuery) => Promise<Page<T>>,
  { limit = USUAL_ROWS, all = false }: PageOptions,
  end: (hasMore: boolean) => void = () => {},
): AsyncGenerator<T[]> {
  let left = all ? Number.POSITIVE_INFINITY : limit;
  let cursor: string | undefined;
  for (;;) {
    const page = await fetchPage({ limit: String(Math.min(MAX_PAGE, left)), cursor });
    yield page.items;
    left -= page.items.length;
    cursor = page.next_cursor ?? undefined;
    if (cursor === undefined || left <= 0) return end(cursor !== undefined);
  }
}

/** Reads `--limit`. */
function readLimit(text: string): number {
  if (!/^\d{1,9}$/.test(text) || Number(text) === 0)
    throw new InvalidArgumentError("It is not a number from 1.");
  return Number(text);
}

/** The options of every command that lists. */
export const LIMIT = new Option("--limit <n>", `rows in all (${USUAL_ROWS} when left out)`).argParser(
  readLimit,
);
export const ALL = new Option("--all", "all rows, page by page");
