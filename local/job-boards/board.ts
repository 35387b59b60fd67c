/** What every board offers to the HTTP server round it. */
import type { IncomingHttpHeaders } from "node:http";
import type { Platform } from "../../shared/contracts/platform.ts";
import type { Inventory } from "./inventory.ts";
import type { Search } from "./posting-index.ts";

export interface BoardRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  /** Path and query as they came: what a signature covers. */
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer | string;
}

/** `page` is the search page that a browser opens; `list` the answer that holds rows. */
export type Target = "list" | "page" | "detail" | "company";

export interface Route {
  target: Target;
  /** Path with its ids taken out, for the statistics. */
  name: string;
  /** Of list and search pages; page from 1. */
  search?: Search & { page: number };
  answer(): Answer;
}

/** The site's own ways to refuse. */
export interface Refusals {
  /** Risk control: code 37 on Boss. */
  risk(): Answer;
  login(): Answer;
  verification(): Answer;
}

export interface Board extends Refusals {
  platform: Platform;
  inventory: Inventory;
  /** What a verification takes the place of, unless the fault names another target. */
  verificationTarget: Target;
  /** Name of the field that holds the rows. */
  listField: string;
  /** Null for a path that the site does not have. */
  route(request: BoardRequest): Route | null;
}

export interface BoardOptions {
  /** Key of 51job's `sign` header. */
  signKey: string;
  /** Boss answers its list without the cookie that only its page's script makes: plain HTTP is enough. */
  bossOpen: boolean;
  /** Rows one query can reach. */
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

/** A page number from 1; null for anything else. */
export function pageNumber(value: unknown): number | null {
  const page = Number(value ?? 1);
  return Number.isInteger(page) && page >= 1 ? page : null;
}

/** Rows of one page, and what pages lie beyond. The order is the index's: stable while nothing changes. */
export function cutPage<T>(found: readonly T[], page: number, size: number, cap: number) {
  const reach = Math.min(found.length, cap);
  const start = (page - 1) * size;
  return { rows: found.slice(start, Math.min(start + size, reach)), more: start + size < reach };
}
