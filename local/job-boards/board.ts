/** The interface between a board and its HTTP server. */
import type { IncomingHttpHeaders } from "node:http";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Inventory } from "./inventory.ts";
import type { Search } from "./posting-index.ts";

export interface BoardRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Path and query as received, which a signature covers. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** `page` is the search page that a browser opens; `list` is the answer with the rows. */
export type Target = "list" | "page" | "detail" | "company" | "dictionary";

export interface Route {
  target: Target;
  /** The path without its ids, for the statistics. */
  name: string;
  /** Set for lists and search pages; the page number begins at 1. */
  search?: Search & { page: number };
  answer(): Answer;
}

/** The site's own refusals. */
export interface Refusals {
  /** Risk control, for example code 37 on Boss. */
  risk(): Answer;
  login(): Answer;
  verification(): Answer;
}

export interface Board extends Refusals {
  platform: Platform;
  inventory: Inventory;
  /** The answer that a verification replaces, unless the fault names another target. */
  verificationTarget: Target;
  /** Name of the field that holds the rows. */
  listField: string;
  /** @returns null for a path that the site does not have */
  route(request: BoardRequest): Route | null;
}

export interface BoardOptions {
  /** Key of 51job's `sign` header. */
  signKey: string;
  /** Boss also answers plain HTTP without the cookie that only the script of its page sets. */
  bossOpen: boolean;
  /** Maximum number of rows that one query can reach. */
  caps: Record<Platform, number>;
}

export const json = (body: Buffer | string, status = 200): Answer => ({
  status,
  headers: { "content-type": "application/json;charset=UTF-8" },
  body,
});

export const html = (body: string, status = 200): Answer => ({
  status,
  headers: { "content-type": "text/html;charset=UTF-8" },
  body,
});

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
export const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (sign) => ENTITIES[sign] ?? sign);

/** @returns a page number from 1; null for anything else */
export function pageNumber(value: unknown): number | null {
  const page = Number(value ?? 1);
  return Number.isInteger(page) && page >= 1 ? page : null;
}

/** @returns the rows of one page, and whether more pages follow, in the order of `found` */
export function cutPage<T>(found: readonly T[], page: number, size: number, cap: number) {
  const reach = Math.min(found.length, cap);
  const start = (page - 1) * size;
  return { rows: found.slice(start, Math.min(start + size, reach)), more: start + size < reach };
}
