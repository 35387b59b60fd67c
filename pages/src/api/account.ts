/** The account of the person who is signed in: sign-in, sign-out, password, two-factor authentication. */
import { queryOptions } from "@tanstack/react-query";
import { session } from "../auth/session.ts";
import { api, dataOf } from "./client.ts";
import { isFailure } from "./failure.ts";
import type { Me } from "./types.ts";

/** Revoked permissions disappear from the page within this time. */
const ME_EVERY_MS = 60_000;

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      const me = await dataOf(api.auth.me.$get(undefined, { init: { signal } }), signal);
      if (!session.current().signedIn) session.start();
      return me;
    } catch (error) {
      if (isFailure(error, "unauthorized")) return null;
      throw error;
    }
  },
  staleTime: 10_000,
  refetchInterval: ({ state: { data } }) => (data ? ME_EVERY_MS : false),
});

/** @throws ApiFailure invalid_credentials, too_many_requests */
export const signIn = (json: { account: string; password: string }) =>
  dataOf(api.auth["sign-in"].$post({ json }));

/** @param code six digits, or a backup code */
export const verifyTwoFactor = (code: string) =>
  dataOf(api.auth["two-factor"].verify.$post({ json: { code } }));

export const signOut = () => dataOf(api.auth["sign-out"].$post());
export const signOutEverywhere = (end_api_keys: boolean) =>
  dataOf(api.auth["sign-out-everywhere"].$post({ json: { end_api_keys } }));

/** The session continues with a new cookie; all other sessions end. */
export async function changePassword(current: string, next: string, end_api_keys: boolean): Promise<void> {
  const json = { current_password: current, new_password: next, end_api_keys };
  await dataOf(api.auth.password.$post({ json }));
  session.start();
}

export const forgotPassword = (account: string) =>
  dataOf(api.auth.password.forgot.$post({ json: { account } }));

/** @param token from the link in the mail */
export const resetPassword = (token: string, next: string, end_api_keys: boolean) =>
  dataOf(api.auth.password.reset.$post({ json: { token, new_password: next, end_api_keys } }));

export const beginTwoFactor = (password: string) =>
  dataOf(api.auth["two-factor"].$post({ json: { password } }));

export async function confirmTwoFactor(code: string): Promise<void> {
  await dataOf(api.auth["two-factor"].confirm.$post({ json: { code } }));
  session.start();
}

export async function endTwoFactor(password: string): Promise<void> {
  await dataOf(api.auth["two-factor"].end.$post({ json: { password } }));
  session.start();
}
