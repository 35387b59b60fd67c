/** Leads to the postings behind a figure: the page of postings with the same filter. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { parseSearch } from "../../app/search-format.ts";
import { useCan } from "../../auth/me.ts";
import { readJobFilter } from "../job-filter/address.ts";

interface RowsLinkProps {
  /** Query string, as a figure's answer has it. */
  query: string;
  label?: string;
  children: ReactNode;
}

/** A person who may not see postings gets the content without the link. */
export function RowsLink({ query, label, children }: RowsLinkProps) {
  if (!useCan()("GET /api/v1/jobs")) return children;
  return (
    <Link to="/jobs" search={readJobFilter(parseSearch(query))} aria-label={label} data-testid="rows-link">
      {children}
    </Link>
  );
}
