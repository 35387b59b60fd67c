/** `login`, `logout`, `profile`: which server, and with which key. */
import type { Command } from "commander";
import { connectTo, dataOf } from "../api/server.ts";
import { checkKey, checkProfileName, profilesOf } from "../config/profiles.ts";
import { readServerUrl } from "../config/server-url.ts";
import type { Context } from "../context.ts";
import { CliError, EXIT, usageError } from "../exit.ts";
import { fill } from "../words/words.ts";
import type { Run } from "./run.ts";

const USUAL_PROFILE = "default";
const MAX_KEY_BYTES = 4096;

/** @throws CliError */
async function urlFor(
  { io, words }: Context,
  given: string | undefined,
  stored: string | undefined,
): Promise<string> {
  if (given !== undefined) return readServerUrl(given, "--url");
  if (io.env.JOBDATA_URL) return readServerUrl(io.env.JOBDATA_URL, "JOBDATA_URL");
  if (stored !== undefined) return readServerUrl(stored, "the address of the profile");
  if (!io.input.isTTY) throw usageError("--url is missing: the address of the server, https://…");
  return readServerUrl(((await io.input.ask(words.text.urlPrompt, false)) ?? "").trim(), "the address");
}

/** The key never comes by an argument, because every user of the machine can read those. @throws CliError */
async function keyFor({ io, words }: Context, url: string): Promise<string> {
  if (io.env.JOBDATA_KEY) return checkKey(io.env.JOBDATA_KEY, "JOBDATA_KEY");
  if (!io.input.isTTY)
    return checkKey(new TextDecoder().decode(await io.input.readAll(MAX_KEY_BYTES)), "the standard input");
  const typed = await io.input.ask(fill(words.text.keyPrompt, { url }), true);
  if (typed === null) throw usageError("no key was given");
  return checkKey(typed, "what was typed");
}

export function addAccountCommands(program: Command, run: Run): void {
  program
    .command("login")
    .description("sign in to a server with an API key, and keep it in a profile")
    .option("--url <url>", "address of the server, https://…; http:// only for this machine")
    .addHelpText(
      "after",
      `
The key is typed at a prompt that shows nothing, or read from the standard input, or from JOBDATA_KEY. It is never an
argument. It is checked against the server before it is kept, in a file that only you may read.

Examples:
  jobdata login --url https://jobdata.example.com
  pass show jobdata | jobdata login --url https://jobdata.example.com --profile work
  JOBDATA_KEY=jd_… jobdata login --url http://127.0.0.1:8787`,
    )
    .action(
      run(async (context, options: { url?: string }) => {
        const { io, words, profile } = context;
        const name = checkProfileName(profile ?? USUAL_PROFILE);
        const profiles = profilesOf(io);
        const url = await urlFor(context, options.url, (await profiles.find(name))?.url);
        const key = await keyFor(context, url);
        const me = await dataOf(connectTo({ url, key }, io).api.auth.me.$get());
        await profiles.save(name, url, key);
        await context.say(words.text.signedIn, { url, user: me.user.username, profile: name });
        await context.value({ profile: name, url, user: me.user.username, scopes: me.scopes });
      }),
    );

  program
    .command("logout")
    .description("delete a profile and its key from this machine")
    .addHelpText("after", "\nExamples:\n  jobdata logout\n  jobdata logout --profile work")
    .action(
      run(async (context) => {
        const profiles = profilesOf(context.io);
        const name = context.profile ?? (await profiles.find())?.name;
        if (name === undefined || !(await profiles.remove(name)))
          throw new CliError(
            EXIT.refused,
            "not_signed_in",
            `not signed in: there is no profile ${name ?? "in use"}`,
          );
        await context.say(context.words.text.signedOut, { profile: name });
        await context.value({ profile: name, deleted: true });
      }),
    );

  const profile = program.command("profile").description("list profiles and choose one");
  profile
    .command("list")
    .description("list the profiles of this machine")
    .addHelpText("after", "\nExamples:\n  jobdata profile list\n  jobdata profile list --json")
    .action(
      run(async (context) => {
        const { head } = context.words.text;
        const own = await profilesOf(context.io).list();
        const { green } = context.colors;
        await context.rows(
          [
            {
              head: head.current,
              value: ({ current }) => (current ? "*" : " "),
              paint: (text) => green(text),
            },
            { head: head.profile, value: ({ name }) => name },
            { head: head.server, value: ({ url }) => url },
          ],
          own,
        );
      }),
    );
  profile
    .command("use")
    .description("use a profile from now on")
    .argument("<name>", "name of the profile")
    .addHelpText("after", "\nExamples:\n  jobdata profile use work")
    .action(
      run(async (context, name: string) => {
        if (!(await profilesOf(context.io).use(checkProfileName(name))))
          throw new CliError(
            EXIT.notFound,
            "not_found",
            `there is no profile ${name}: jobdata profile list shows them`,
          );
        await context.say(context.words.text.uses, { profile: name });
        await context.value({ profile: name });
      }),
    );
}
