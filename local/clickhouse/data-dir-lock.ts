/**
 * One server per data directory: a second one on the same files would corrupt them. The lock is a socket the
 * owner listens on, so a process killed with SIGKILL never leaves a lock that looks held.
 */
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * @returns a function that gives the lock back
 * @throws Error that names the directory when another process holds it
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  mkdirSync(dataDir, { recursive: true });
  // In the temporary folder, since a socket's path may have no more than about 100 characters.
  const hash = createHash("sha256").update(realpathSync(dataDir)).digest("hex").slice(0, 24);
  const path = join(tmpdir(), `jobdata-clickhouse-${hash}.sock`);
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
