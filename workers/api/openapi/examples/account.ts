/** Examples of signing in and of one's own account. */
import { type DocsByRoute, EXAMPLE_NOW } from "../example.ts";
import { DEPARTMENT_ID, MENU, USER_ID } from "./people.ts";

const WEEK_MS = 604_800_000;
const TOKEN = "wq3PzS1bL0c9V6uXn2dKfR4tYhGmJ8aE.cGxhY2Vob2xkZXItc2lnbmF0dXJlLW5vdC1yZWFsLTE=";

const signedIn = {
  user: { id: USER_ID, username: "lin.operator" },
  token: TOKEN,
  expires_at: EXAMPLE_NOW + WEEK_MS,
  password_change_required: false,
  two_factor_required: false,
};

export const accountDocs: DocsByRoute = {
  "POST /api/v1/setup": {
    id: "runSetup",
    body: { setup_token: "SETUP_TOKEN", action: "create_admin", email: "you@example.com" },
    answers: { 200: { username: "admin", password: "u7QpWd2XkRmz9TfbNsGa", api_key: null } },
  },
  "POST /api/v1/auth/sign-in": {
    id: "signIn",
    body: { account: "lin.operator", password: "correct horse battery staple" },
    answers: { 200: signedIn },
  },
  "POST /api/v1/auth/two-factor/verify": {
    id: "verifyTwoFactor",
    body: { code: "492039" },
    answers: { 200: signedIn },
  },
  "POST /api/v1/auth/password/forgot": {
    id: "forgotPassword",
    body: { account: "lin.operator@example.com" },
    answers: { 200: { done: true } },
  },
  "POST /api/v1/auth/password/reset": {
    id: "resetPassword",
    body: { token: "Y4qvmT6nD4rqeuPqexZNpQ3H", new_password: "another long password 7" },
    answers: { 200: { done: true } },
  },
  "GET /api/v1/auth/me": {
    id: "showMe",
    answers: {
      200: {
        user: {
          id: USER_ID,
          username: "lin.operator",
          name: "Lin",
          email: "lin.operator@example.com",
          department: { id: DEPARTMENT_ID, name: "华北" },
          two_factor_enabled: false,
        },
        kind: "person",
        node: null,
        roles: ["operator north"],
        superuser: false,
        reach: "department",
        sees_recruiters: false,
        password_change_required: false,
        scopes: null,
        permissions: ["GET /api/v1/keywords", "POST /api/v1/keywords"],
        menus: [MENU],
      },
    },
  },
  "POST /api/v1/auth/sign-out": { id: "signOut", answers: { 200: { done: true } } },
  "POST /api/v1/auth/sign-out-everywhere": { id: "signOutEverywhere", answers: { 200: { sessions: 3 } } },
  "POST /api/v1/auth/password": {
    id: "changePassword",
    body: { current_password: "correct horse battery staple", new_password: "another long password 7" },
    answers: { 200: { token: TOKEN } },
  },
  "POST /api/v1/auth/two-factor": {
    id: "beginTwoFactor",
    body: { password: "correct horse battery staple" },
    answers: {
      200: {
        uri: "otpauth://totp/JobData:lin.operator@example.com?secret=JBSWY3DPEHPK3PXP&issuer=JobData",
        backup_codes: ["k3Vn7-Qx2Lp", "f9Rt4-Wm6Zc"],
      },
    },
  },
  "POST /api/v1/auth/two-factor/confirm": {
    id: "confirmTwoFactor",
    body: { code: "492039" },
    answers: { 200: { token: TOKEN } },
  },
  "POST /api/v1/auth/two-factor/end": {
    id: "endTwoFactor",
    body: { password: "correct horse battery staple" },
    answers: { 200: { token: TOKEN } },
  },
};
