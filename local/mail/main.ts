/** `node local/mail/main.ts --port 2525 --dir mails`: the mail catcher as a program of its own. */
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { messageOf } from "../../shared/errors/message-of.ts";
import { startMailCatcher } from "./catcher.ts";

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) {
    throw new InvalidArgumentError("is not a port (0 to 65535)");
  }
  return Number(text);
}

const options = new Command("mail")
  .description("Catches mail sent to any address and keeps it as files. Sends nothing.")
  .requiredOption("--dir <dir>", "folder of the caught mail")
  .option("--port <port>", "port on 127.0.0.1; 0 takes a free one", readPort, 2525)
  .parse()
  .opts<{ dir: string; port: number }>();

const dir = resolve(options.dir);
try {
  const catcher = await startMailCatcher(dir, options.port);
  console.log(`mail catcher on 127.0.0.1:${catcher.port}, mail in ${dir}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void catcher.close());
} catch (error) {
  console.error(`mail: ${messageOf(error)}`);
  process.exitCode = 1;
}
