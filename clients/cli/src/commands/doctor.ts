/** `doctor`: what a signed-in command line needs, one line a check, with what to do. */
import type { Command } from "commander";
import { SECOND_MS } from "../../../../shared/time.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { bad, type Finding, fine, isReady, lineOf } from "../../../terminal/finding.ts";
import { type Connection, findConnection } from "../api/connection.ts";
import { proxyFor, proxyVariables } from "../api/proxy.ts";
import { connectTo, dataOf, type Server } from "../api/server.ts";
import { profilesOf } from "../config/profiles.ts";
import { isLoopback } from "../config/server-url.ts";
import type { Context } from "../context.ts";
import { failedError } from "../exit.ts";
import { failureOf } from "../failure.ts";
import { spanText } from "../output/format.ts";
import { VERSION } from "../version.ts";
import type { Run } from "./run.ts";

/** Times in lists look wrong from here on, and links expire early. */
const WARN_SKEW_MS = 5 * SECOND_MS;

async function checkConfig({ io, profile: wanted }: Context): Promise<Finding[]> {
  const profiles = profilesOf(io);
  const fromEnv = ["JOBDATA_URL", "JOBDATA_KEY"].filter((name) => io.env[name]);
  const findings = [fine("version", `jobdata ${VERSION}, Node ${process.versions.node}`)];
  const [all, profile] = await Promise.all([profiles.list(), profiles.find(wanted)]);
  findings.push(fine("config", `${profiles.configPath}, profiles: ${all.length}`));
  if (fromEnv.length > 0) findings.push(fine("environment", `${fromEnv.join(" and ")} win over the profile`));
  if (profile) findings.push(fine("profile", `${profile.name} for ${profile.url}`));
  else if (fromEnv.length < 2)
    findings.push(
      bad("profile", wanted ? `there is no profile ${wanted}` : "none is in use", "run jobdata login"),
    );
  if (profile && !io.env.JOBDATA_KEY) {
    const key = await profiles.key(profile.name);
    findings.push(
      key === null
        ? bad(
            "key file",
            `${profiles.keyPath(profile.name)} is missing`,
            `run jobdata login --profile ${profile.name}`,
          )
        : fine("key file", `${profiles.keyPath(profile.name)} is readable by you only`),
    );
  }
  return findings;
}

function checkProxies({ io }: Context, { url }: Connection): Finding[] {
  const names = proxyVariables(io.env);
  if (names.length === 0) return [fine("proxy", "none is set; the server is asked directly")];
  if (isLoopback(new URL(url))) return [fine("proxy", `${names.join(", ")} is not used for this machine`)];
  if (proxyFor(io.env) !== null)
    return [fine("proxy", `${names.join(", ")} is used, except for hosts of NO_PROXY`)];
  return [
    bad(
      "proxy",
      `${names.join(", ")} is set, but the server is asked by HTTPS`,
      "set HTTPS_PROXY if the proxy is needed",
      false,
    ),
  ];
}

async function checkServer(
  context: Context,
  connection: Connection,
): Promise<{ findings: Finding[]; server: Server | null }> {
  const { io, words } = context;
  const server = connectTo(connection, io);
  const startedAt = io.now();
  try {
    await dataOf(server.api.health.$get());
    return {
      findings: [fine("server", `${connection.url} answers in ${spanText(io.now() - startedAt)}`)],
      server,
    };
  } catch (error) {
    const { message } = failureOf(error, words);
    const todo = `is ${connection.url} the address of JobData, and is it reachable from here?`;
    return { findings: [bad("server", message, todo)], server: null };
  }
}

async function checkKey(context: Context, server: Server): Promise<Finding> {
  try {
    const { user, scopes, node } = await dataOf(server.api.auth.me.$get());
    const told = `belongs to ${user.username}, scopes ${scopes === null ? "all of the user" : scopes.join(" ")}`;
    if (node !== null)
      return bad("key", `is that of the crawler node ${node}`, "make a key of your own in the dashboard");
    if (scopes !== null && !scopes.includes("read"))
      return bad("key", told, "most commands need the scope read: make another key", false);
    return fine("key", told);
  } catch (error) {
    return bad(
      "key",
      failureOf(error, context.words).message,
      "make a new key in the dashboard and run jobdata login",
    );
  }
}

function checkClock(server: Server): Finding {
  const skew = server.skewMs();
  if (skew === null)
    return bad("clock", "the server sends no date", "check that the clock is set (NTP)", false);
  if (Math.abs(skew) <= WARN_SKEW_MS) return fine("clock", "agrees with the server's");
  const side = skew > 0 ? "behind" : "ahead of";
  return bad(
    "clock",
    `is ${spanText(Math.abs(skew))} ${side} the server's`,
    "set this machine's clock (NTP)",
    false,
  );
}

async function findAll(context: Context): Promise<Finding[]> {
  const findings: Finding[] = [];
  let connection: Connection;
  try {
    findings.push(...(await checkConfig(context)));
    connection = await findConnection(context.io, context.profile);
  } catch (error) {
    const detail = messageWithCause(error);
    // A missing profile is told already.
    if (findings.every(({ ok }) => ok))
      findings.push(bad("config", detail, "do what the line says, or run jobdata login"));
    return findings;
  }
  findings.push(...checkProxies(context, connection));
  const { findings: ofServer, server } = await checkServer(context, connection);
  findings.push(...ofServer);
  if (server) findings.push(await checkKey(context, server), checkClock(server));
  return findings;
}

export function addDoctor(program: Command, run: Run): void {
  program
    .command("doctor")
    .description("check configuration, key file, proxy, server, key and clock, and say what to do")
    .addHelpText(
      "after",
      "\nExit code 1 when something that is needed is wrong. With --json one value: {ok, checks}.\n\nExamples:\n  jobdata doctor\n  jobdata doctor --json | jq -r '.checks[] | select(.ok|not).todo'",
    )
    .action(
      run(async (context) => {
        const { colors, words, io } = context;
        const findings = await findAll(context);
        const ok = isReady(findings);
        await context.value({ ok, checks: findings });
        if (!context.json) for (const finding of findings) await io.out.write(`${lineOf(finding, colors)}\n`);
        if (!ok) throw failedError("not_ready", words.text.notReady);
        await context.say(words.text.ready);
      }),
    );
}
