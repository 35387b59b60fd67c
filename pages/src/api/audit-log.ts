/** The audit log: the recorded writes, newest first. */
import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { keysetPages, PAGE_ROWS } from "./keyset.ts";
import type { AuditEntry } from "./types.ts";

export const AUDIT_METHODS = ["POST", "PUT", "PATCH", "DELETE", "GET"] as const;

export interface AuditFilter {
  /** Part of path, record, action or content. */
  text?: string;
  /** Part of the user's, key's or node's name. */
  actor?: string;
  action?: string;
  record?: string;
  method?: (typeof AUDIT_METHODS)[number];
  request?: string;
  /** Unix ms, inclusive. */
  from?: number;
  to?: number;
}

export const auditList = ({ request, from, to, ...filter }: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit-log", filter, request, from, to],
    queryFn: ({ pageParam, signal }) => {
      const query = {
        ...filter,
        request_id: request,
        from: from?.toString(),
        to: to?.toString(),
        limit: PAGE_ROWS,
        cursor: pageParam,
      };
      return dataOf(api["audit-log"].$get({ query }, { init: { signal } }), signal);
    },
    ...keysetPages<AuditEntry>(),
  });
