/** How the dashboard asks for data: again only where that can help, never while nobody looks. */
import { QueryClient } from "@tanstack/react-query";
import { ApiFailure } from "../api/failure.ts";

const MOST_RETRIES = 2;

/** Exported for the tests. */
export const shouldRetry = (failures: number, error: unknown): boolean =>
  failures < MOST_RETRIES && error instanceof ApiFailure && error.transient;

export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 1000, refetchIntervalInBackground: false },
      mutations: { retry: false },
    },
  });
