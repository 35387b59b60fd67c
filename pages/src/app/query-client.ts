/** The rules for fetching: retries only for transient failures, no polling in a hidden tab. */
import { QueryClient } from "@tanstack/react-query";
import { ApiFailure } from "../api/failure.ts";

const MAX_RETRIES = 2;

/** Retries only failures that may pass. */
export const shouldRetry = (failures: number, error: unknown): boolean =>
  failures < MAX_RETRIES && error instanceof ApiFailure && error.transient;

export const makeQueryClient = () =>
  new QueryClient({
    defaultOptions: {
      queries: { retry: shouldRetry, staleTime: 1000, refetchIntervalInBackground: false },
      mutations: { retry: false },
    },
  });
