/** Workers Rate Limiting: each Cloudflare location counts for itself. */

/** False when the caller's share of the period is used up. */
export interface RateLimits {
  api(caller: string): Promise<boolean>;
  /** For routes that programs call many times a minute. */
  machine(caller: string): Promise<boolean>;
  signIn(address: string): Promise<boolean>;
}

interface Limiter {
  limit(options: { key: string }): Promise<{ success: boolean }>;
}

/** @param limiters one rate limiting binding for each limit */
export const rateLimits = (limiters: Record<keyof RateLimits, Limiter>): RateLimits => ({
  api: async (key) => (await limiters.api.limit({ key })).success,
  machine: async (key) => (await limiters.machine.limit({ key })).success,
  signIn: async (key) => (await limiters.signIn.limit({ key })).success,
});
