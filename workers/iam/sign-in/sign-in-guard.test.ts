import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type IdentityApi, identityApi, PASSWORD, reset } from "../../../tests/edge/api/identity-api.ts";
import { type Attempt, createSignInGuard } from "./sign-in-guard.ts";

let api: IdentityApi;
let alice = "";

beforeEach(async () => {
  api = await identityApi();
  alice = await api.addPerson("alice", []);
});
afterEach(reset);

const WRONG = "wrong wrong wrong";
/** The owner's own network, and one that the owner never used. */
const [HOME, ELSEWHERE] = ["192.0.2.1", "198.51.100.9"];

const signIn = (password: string, { account = "alice", ip = HOME } = {}) =>
  api.call("POST", "/auth/sign-in", { token: null, json: { account, password }, ip });
/** Counts attempts without the cost of looking at a password. @returns how many were let through */
async function counted(attempts: readonly Partial<Attempt>[]): Promise<number> {
  const guard = createSignInGuard(api.db, api.now);
  let passed = 0;
  for (const attempt of attempts) {
    const begun = guard.begin({ account: "alice", ip: HOME, userId: alice, ...attempt });
    passed += await begun.then(
      () => 1,
      (error) => {
        expect(error).toMatchObject({ code: "too_many_requests" });
        return 0;
      },
    );
  }
  return passed;
}
const times = <T>(length: number, make: (n: number) => T) => Array.from({ length }, (_, n) => make(n));
const statuses = async (count: number, wanted: Parameters<typeof signIn>[1]) => {
  const found: number[] = [];
  for (let n = 0; n < count; n++) found.push((await signIn(WRONG, wanted)).status);
  return found;
};
const forgot = (account: string, ip = HOME) =>
  api.call("POST", "/auth/password/forgot", { token: null, json: { account }, ip });

test("an account is locked where five tries were wrong, longer with each; the right password waits too", async () => {
  expect(await statuses(5, {})).toEqual([401, 401, 401, 401, 401]);
  const locked = await signIn(PASSWORD);
  expect(locked).toMatchObject({ status: 429, code: "too_many_requests" });
  expect(Number(locked.headers.get("retry-after"))).toBe(30);
  api.pass(30_001);
  expect((await signIn(WRONG)).status).toBe(401);
  expect(Number((await signIn(PASSWORD)).headers.get("retry-after"))).toBe(60);
  api.pass(60_001);
  expect((await signIn(PASSWORD)).status).toBe(200);
  // A successful sign-in resets the count.
  expect(await statuses(4, {})).toEqual([401, 401, 401, 401]);
  expect((await signIn(PASSWORD)).status).toBe(200);
});

test("whoever guesses at one network keeps the owner out nowhere else, however long", async () => {
  for (let round = 0; round < 4; round++) {
    await counted(times(10, () => ({ ip: ELSEWHERE })));
    expect((await signIn(PASSWORD)).status).toBe(200);
    expect((await signIn(PASSWORD, { ip: `203.0.113.${round}` })).status).toBe(200);
    expect((await signIn(PASSWORD, { ip: ELSEWHERE })).status).toBe(429);
    api.pass(60_000);
  }
});

test("guesses from many networks meet a softer brake, which lets the owner's own network through", async () => {
  expect((await signIn(PASSWORD)).status).toBe(200);
  expect(await counted(times(60, (n) => ({ ip: `203.0.113.${n % 15}` })))).toBe(50);
  // The right password from a network that the owner never used waits, for five minutes at most.
  const foreign = await signIn(PASSWORD, { ip: ELSEWHERE });
  expect(foreign.status).toBe(429);
  expect(Number(foreign.headers.get("retry-after"))).toBeLessThanOrEqual(300);
  expect((await signIn(PASSWORD)).status).toBe(200);
});

test("a try that meets the lock of its network or account is counted nowhere", async () => {
  // One network at its own lock: 60 tries there are not 60 tries everywhere.
  expect(await counted(times(60, () => ({ ip: ELSEWHERE })))).toBe(5);
  expect((await signIn(PASSWORD, { ip: "203.0.113.5" })).status).toBe(200);
});

test("user name and e-mail address are counted apart, like two accounts that nobody has", async () => {
  for (const [name, mail] of [
    ["alice", "alice@example.com"],
    ["nobody", "nobody@example.com"],
  ] as const) {
    const ip = `203.0.113.${name.length}`;
    expect([
      ...(await statuses(4, { account: name, ip })),
      ...(await statuses(4, { account: mail, ip })),
      ...(await statuses(2, { account: name.toUpperCase(), ip })),
      ...(await statuses(2, { account: ` ${mail} `, ip })),
    ]).toEqual([401, 401, 401, 401, 401, 401, 401, 401, 401, 429, 401, 429]);
  }
});

test("nobody can type an account that is counted as another one's", async () => {
  for (const account of [`at:${HOME} alice`, `alice at ${HOME}`, `${HOME} alice`, `ip:${HOME}`]) {
    await counted(times(7, () => ({ account, ip: ELSEWHERE, userId: null })));
  }
  expect((await signIn(PASSWORD)).status).toBe(200);
});

test("an address that tries many accounts is locked, and then locks nobody's account", async () => {
  const anybody = (ip: string) => times(45, (n) => ({ account: `user-${n}`, ip, userId: null }));
  expect(await counted(anybody(HOME))).toBe(30);
  expect((await signIn(PASSWORD)).status).toBe(429);
  expect(await counted(times(60, () => ({})))).toBe(0);
  expect((await signIn(PASSWORD, { ip: ELSEWHERE })).status).toBe(200);
});

test("the addresses of one IPv6 host are one address; those of one customer are counted too, more softly", async () => {
  const tries = (ip: (n: number) => string) =>
    counted(times(45, (n) => ({ account: crypto.randomUUID(), ip: ip(n), userId: null })));
  expect(await tries((n) => `2001:db8:1:2:${n}::1`)).toBe(30);
  expect((await signIn(PASSWORD, { ip: "2001:db8:1:2:ffff::1" })).status).toBe(429);
  expect((await signIn(PASSWORD, { ip: "2001:db8:1:3::1" })).status).toBe(200);
  expect(await tries((n) => `2001:db8:9:${n}::1`)).toBe(40);
  const locked = await signIn(PASSWORD, { ip: "2001:db8:9:ffff::1" });
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get("retry-after"))).toBeLessThanOrEqual(300);
  expect((await signIn(PASSWORD, { ip: "2001:db8:a::1" })).status).toBe(200);
});

test("two hundred tries at once: a handful is looked at, also from many networks", async () => {
  const looked = async (ip: (n: number) => string) =>
    (await Promise.all(times(200, (n) => counted([{ ip: ip(n) }])))).reduce((sum, one) => sum + one, 0);
  expect(await looked(() => HOME)).toBe(5);
  expect(await looked((n) => `198.51.100.${n % 100}`)).toBe(45);
  expect((await signIn(PASSWORD)).status).toBe(429);
});

describe("a forgotten password", () => {
  const settled = () => expect.poll(() => api.mails.length);

  test("is answered alike however often it is asked for; five mails go out in an hour", async () => {
    for (let n = 0; n < 8; n++) {
      const answers = [
        await forgot(n % 2 ? "alice" : "alice@example.com", `203.0.113.${n}`),
        await forgot("nobody"),
      ];
      expect(answers.map(({ status, message }) => ({ status, message }))).toEqual(
        Array(2).fill({ status: 200, message: "if there is such an account, a mail is on its way" }),
      );
    }
    await settled().toBe(5);
    api.pass(3_600_001);
    await forgot("alice");
    await settled().toBe(6);
    const lines = await api.identity.audit.list({ action: "password.forget" }, 20);
    const mailed = lines.filter(({ after }) => after === JSON.stringify({ mailed: true }));
    expect(mailed).toHaveLength(6);
    expect(new Set(mailed.map(({ userId }) => userId)).size).toBe(1);
  });

  test("that somebody else asks for again and again leaves the owner with a link that works", async () => {
    for (let n = 0; n < 50; n++) await forgot("alice", ELSEWHERE);
    await settled().toBe(5);
    const token = /token=([\w-]+)/.exec(api.mails[4]?.text ?? "")?.[1] ?? "";
    const json = { token, new_password: "another long password 7" };
    expect((await api.call("POST", "/auth/password/reset", { token: null, json })).status).toBe(200);
    expect((await signIn("another long password 7")).status).toBe(200);
  });

  test("locks no sign-in, and no sign-in locks it", async () => {
    for (let n = 0; n < 40; n++) await forgot("alice");
    expect((await signIn(PASSWORD)).status).toBe(200);
    await statuses(6, {});
    expect((await forgot("alice")).status).toBe(200);
  });
});

test("nobody locks a second factor, or uses up its owner's mails, by typing a user's id", async () => {
  const typed = times(60, (n) => ({ account: `code ${alice}`, userId: null, ip: `203.0.113.${n}` }));
  await counted(typed);
  await counted(times(60, (n) => ({ account: alice, userId: null, ip: `203.0.113.${n}` })));
  expect(await counted([{ account: alice, secret: "code", ip: ELSEWHERE }])).toBe(1);
  for (let n = 0; n < 6; n++) await forgot(alice, ELSEWHERE);
  expect(await createSignInGuard(api.db, api.now).allowMail(alice, "alice")).toBe(true);
});
