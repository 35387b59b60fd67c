/** Starts Debian's Redis with its own defaults, for the peers that keep their tasks in it. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { freePort, type Rig } from "../rig.ts";

const SERVER = "redis-server";

/** @returns null where Redis is not installed */
export function findRedis(): string | null {
  try {
    const text = execFileSync(SERVER, ["--version"], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return /v=(\S+)/.exec(text)?.[1] ?? null;
  } catch {
    return null;
  }
}

interface Redis {
  port: number;
  close(): Promise<void>;
}

export async function startRedis(rig: Rig, name: string): Promise<Redis> {
  const port = await freePort();
  const folder = join(rig.folder, name);
  mkdirSync(folder);
  const args = ["--bind", "127.0.0.1", "--port", String(port), "--dir", folder];
  const close = await rig.process(name, SERVER, args, {}, () => answersPing(port));
  return { port, close };
}

function answersPing(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => socket.write("PING\r\n"));
    const end = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.once("data", (data) => end(data.toString().startsWith("+PONG")));
    socket.once("error", () => end(false));
  });
}
