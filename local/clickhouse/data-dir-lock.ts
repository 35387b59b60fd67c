/**
 * One server per data directory: a second one on the same files would corrupt them. The lock is a socket the
 * owner listens on, so a process killed with SIGKILL never leaves a lock that looks held.
 */
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The least of the systems: 104 on macOS, 108 on Linux, the closing zero included. */
const SOCKET_PATH_BYTES = 104;

/**
 * @returns a function that gives the lock back
 * @throws Error that names the directory when another process holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  mkdirSync(dataDir, { recursive: true });
  const path = socketPath(realpathSync(dataDir));
  if (await isHeld(path)) {
    throw new Error(`data directory ${dataDir} is in use by another ClickHouse process`);
  }
  rmSync(path, { force: true });
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(path, resolve);
  });
  server.unref();
  return () => new Promise((resolve) => server.close(() => resolve()));
}

/** Beside the data; where that is longer than a socket's path may be, in the temporary folder. */
function socketPath(dataDir: string): string {
  const beside = join(dataDir, "server.sock");
  if (Buffer.byteLength(beside) < SOCKET_PATH_BYTES) return beside;
  const hash = createHash("sha256").update(dataDir).digest("hex").slice(0, 24);
  return join(tmpdir(), `jobdata-clickhouse-${hash}.sock`);
}

function isHeld(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
