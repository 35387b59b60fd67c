/** Signs in by the API, as a browser does. */
import type { IdentityApi } from "./identity-api.ts";

export interface SignedIn {
  token: string | null;
  password_change_required: boolean;
  two_factor_required: boolean;
}

/** @param ip of the browser; that of all tests when undefined */
export const signInAt = (api: IdentityApi, account: string, password: string, ip?: string) =>
  api.call<SignedIn>("POST", "/auth/sign-in", { token: null, json: { account, password }, ip });

/** The cookie of an answer, as a browser sends it back. */
export const cookieOf = (headers: Headers) =>
  headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .filter((pair) => !pair.endsWith("="))
    .join("; ");
