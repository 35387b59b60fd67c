/**
 * Passwords in tests: scrypt runs as in production, but once for each question. It takes 0.2 s of CPU by design, and the
 * tests sign the same people in some hundred times. vitest.config.ts puts this module in place of
 * workers/iam/directory/password.ts; no other build can reach it.
 */
import * as real from "../../workers/iam/directory/password.ts";

function remembered<T>(answer: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const found = known.get(key) ?? answer(key);
    known.set(key, found);
    return found;
  };
}

/** The same password has the same salt each time. */
export const hashPassword: typeof real.hashPassword = remembered(real.hashPassword);

const verify = remembered((question) => real.verifyPassword(JSON.parse(question)));
export const verifyPassword: typeof real.verifyPassword = ({ hash, password }) =>
  verify(JSON.stringify({ hash, password }));
