/** Which server a command speaks to, and with which key. */
import { checkKey, type Profile, profilesOf } from "../config/profiles.ts";
import { readServerUrl } from "../config/server-url.ts";
import { CliError, EXIT, usageError } from "../exit.ts";
import type { Io } from "../io.ts";

export interface Connection {
  url: string;
  key: string;
  /** Null when address and key come from the environment. */
  profile: string | null;
}

const notSignedIn = (message: string) => new CliError(EXIT.refused, "not_signed_in", message);

/**
 * `JOBDATA_KEY` and `JOBDATA_URL` win over the profile. A stored key goes only to the server that it was stored for.
 * @param wanted name of a profile; the current one when left out
 * @throws CliError
 */
export async function findConnection(io: Io, wanted: string | undefined): Promise<Connection> {
  const url = io.env.JOBDATA_URL ? readServerUrl(io.env.JOBDATA_URL, "JOBDATA_URL") : null;
  const key = io.env.JOBDATA_KEY ? checkKey(io.env.JOBDATA_KEY, "JOBDATA_KEY") : null;
  if (url !== null && key !== null) return { url, key, profile: null };
  const profiles = profilesOf(io);
  const profile = await profiles.find(wanted);
  if (!profile) {
    if (wanted !== undefined)
      throw usageError(`there is no profile ${wanted}: jobdata profile list shows them`);
    throw notSignedIn("not signed in: run jobdata login, or set JOBDATA_URL and JOBDATA_KEY");
  }
  const own = readServerUrl(profile.url, `the address of profile ${profile.name}`);
  if (key !== null) return { url: url ?? own, key, profile: null };
  if (url !== null && url !== own)
    throw notSignedIn(
      `JOBDATA_URL is ${url}, but the key of profile ${profile.name} is for ${own}: set JOBDATA_KEY too`,
    );
  return { url: own, key: await keyOf(profile, profiles), profile: profile.name };
}

async function keyOf({ name, url }: Profile, profiles: ReturnType<typeof profilesOf>): Promise<string> {
  const key = await profiles.key(name);
  if (key !== null) return key;
  throw notSignedIn(`profile ${name} has no key: run jobdata login --profile ${name} --url ${url}`);
}
