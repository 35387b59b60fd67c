/** Finds the process that listens on a port, so that "port in use" can name it. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { describeProcess } from "./processes.ts";

/** @returns true when this process could listen on the port on 127.0.0.1 */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

/** Describes the holder for a person, also when it is not visible (a process of another user). */
export function describeHolder(port: number): string {
  const pid = process.platform === "linux" ? holderFromProc(port) : holderFromLsof(port);
  return pid === null ? "a process that cannot be seen from here" : describeProcess(pid);
}

/** `/proc/net/tcp`: state 0A is LISTEN, the tenth field is the socket's inode. */
function holderFromProc(port: number): number | null {
  const wanted = port.toString(16).toUpperCase().padStart(4, "0");
  const lines = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap((path) => {
    try {
      return readFileSync(path, "utf8").split("\n");
    } catch {
      return [];
    }
  });
  const sockets = lines
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(`:${wanted}`) && fields[3] === "0A")
    .map((fields) => `socket:[${fields[9]}]`);
  const holder = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .find((pid) => openFiles(pid).some((target) => sockets.includes(target)));
  return holder === undefined ? null : Number(holder);
}

/** @returns the open sockets of a process; none for a process of another user */
function openFiles(pid: string): string[] {
  const orNone = <T>(read: () => T[]): T[] => {
    try {
      return read();
    } catch {
      return [];
    }
  };
  return orNone(() => readdirSync(`/proc/${pid}/fd`)).flatMap((fd) =>
    orNone(() => [readlinkSync(`/proc/${pid}/fd/${fd}`)]),
  );
}

function holderFromLsof(port: number): number | null {
  try {
    const found = execFileSync("lsof", ["-nP", `-iTCP:${port}`, "-sTCP:LISTEN", "-t"], { encoding: "utf8" });
    return Number(found.split("\n")[0]) || null;
  } catch {
    return null;
  }
}
