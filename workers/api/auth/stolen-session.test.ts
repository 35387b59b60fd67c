import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";

let api: IdentityApi;

beforeEach(async () => {
  api = await identityApi();
});
afterEach(reset);

describe("a stolen session", () => {
  const attempts = async (token: string, id: string, password: string | undefined) => {
    const given = password === undefined ? {} : { current_password: password };
    const second = password === undefined ? {} : { password };
    return [
      await api.call("PATCH", `/users/${id}`, { token, json: { email: "mine@evil.example.org", ...given } }),
      await api.call("POST", "/api-keys", {
        token,
        json: { name: "mine", scopes: ["read"], expires_at: null, ...given },
      }),
      await api.call("POST", "/auth/password", {
        token,
        json: { new_password: "a third long password 9", ...given },
      }),
      await api.call("POST", "/auth/two-factor", { token, json: second }),
      await api.call("POST", "/auth/two-factor/end", { token, json: second }),
    ];
  };

  test("becomes the account by nothing: address, key, password and second factor need the password again", async () => {
    const { id, token } = await api.signedIn("root", ["superuser"]);
    for (const password of [undefined, "not the password"]) {
      for (const answer of await attempts(token, id, password)) {
        expect(answer).toMatchObject({
          status: 422,
          data: { problems: [{ field: expect.stringMatching(/^(current_)?password$/) }] },
        });
      }
      // Each wrong password counts.
      await env.DB.prepare("delete from sign_in_failures").run();
    }
    const user = await api.identity.users.find(id);
    expect(user).toMatchObject({ email: "root@example.com", twoFactorEnabled: false });
    expect(api.mails).toEqual([]);
    const lines = await api.identity.audit.list({ userId: id }, 20);
    // What was tried with a wrong password is in the audit log.
    expect(lines.filter(({ status }) => status === 422).map(({ action }) => action)).toEqual(
      expect.arrayContaining([
        "user.update",
        "api-key.create",
        "password.change",
        "two-factor.begin",
        "two-factor.end",
      ]),
    );
  });

  test("guesses the password no oftener than a stranger, whatever it uses", async () => {
    const { id, token } = await api.signedIn("root", ["superuser"]);
    const answers = [
      ...(await attempts(token, id, "not the password")),
      ...(await attempts(token, id, PASSWORD)),
    ];
    expect(answers.slice(0, 5).map(({ status }) => status)).toEqual(Array(5).fill(422));
    expect(answers.slice(5).map(({ status }) => status)).toEqual(Array(5).fill(429));
  });
});
