/** `node local/clickhouse/main.ts`: ClickHouse over HTTP on loopback, in this process. */
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { messageOf } from "../../shared/errors/message-of.ts";
import { lockDataDir } from "./data-dir-lock.ts";
import { Engine } from "./engine.ts";
import { createClickHouseHttpServer } from "./http-server.ts";

function port(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError("is not a port (0 to 65535)");
  }
  return value;
}

const program = new Command("clickhouse")
  .description("ClickHouse engine behind ClickHouse's HTTP interface, on loopback only.")
  .requiredOption("--data-dir <dir>", "directory of the tables; made when missing, kept between starts")
  .option("--port <port>", "port on 127.0.0.1; 0 takes a free one", port, 8123)
  .option("--user <name>", "the one user", "default")
  .option("--database <name>", "database made at the start", "jobdata")
  .addHelpText("after", "\nThe password is the variable CLICKHOUSE_PASSWORD (empty when unset).")
  .parse();
const options = program.opts<{ dataDir: string; port: number; user: string; database: string }>();

async function main(): Promise<void> {
  // The same time zone as a ClickHouse Cloud service, independent of this machine's.
  process.env.TZ = "UTC";
  const dataDir = resolve(options.dataDir);
  const unlock = await lockDataDir(dataDir);
  const engine = new Engine(dataDir);
  await engine.run({
    text: `CREATE DATABASE IF NOT EXISTS \`${options.database.replace(/[\\`]/g, "\\$&")}\``,
    insert: null,
    database: null,
    settings: [],
    params: [],
    defaultFormat: "TabSeparated",
    readonly: false,
    session: null,
  });
  const server = createClickHouseHttpServer({
    engine,
    user: options.user,
    password: process.env.CLICKHOUSE_PASSWORD ?? "",
  });
  await new Promise<void>((done, failed) => {
    server.once("error", failed);
    server.listen(options.port, "127.0.0.1", done);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  let closing = false;
  const close = async () => {
    if (closing) return;
    closing = true;
    // Answers in progress are finished.
    await new Promise<void>((done) => {
      server.close(() => done());
    });
    await engine.close();
    await unlock();
    process.exit(0);
  };
  process.on("SIGTERM", close);
  process.on("SIGINT", close);
  // A server that a launcher started ends with it.
  process.on("disconnect", close);

  if (process.send) process.send({ kind: "ready", url, version: engine.version });
  else console.log(`ClickHouse ${engine.version} at ${url}, data in ${dataDir}`);
}

main().catch((error: unknown) => {
  console.error(`clickhouse: ${messageOf(error)}`);
  process.exit(1);
});
