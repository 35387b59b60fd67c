import { beginTwoFactor } from "./begin-two-factor.ts";
import { changePassword } from "./change-password.ts";
import { confirmTwoFactor } from "./confirm-two-factor.ts";
import { endTwoFactor } from "./end-two-factor.ts";
import { forgotPassword } from "./forgot-password.ts";
import { resetPassword } from "./reset-password.ts";
import { showMe } from "./show-me.ts";
import { signIn } from "./sign-in.ts";
import { signOut } from "./sign-out.ts";
import { signOutEverywhere } from "./sign-out-everywhere.ts";
import { verifyTwoFactor } from "./verify-two-factor.ts";

export const authOperations = [
  signIn,
  verifyTwoFactor,
  forgotPassword,
  resetPassword,
  showMe,
  signOut,
  signOutEverywhere,
  changePassword,
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
] as const;
