/**
 * Allows one server for each data directory, because a second one would corrupt the files. The lock is a socket on which
 * the owner listens, so a process that was killed with SIGKILL leaves no lock that looks held.
 */
import { createHash } from "node:crypto";
import { mkdirSync, realpathSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The lowest limit of the systems: 104 on macOS, 108 on Linux, including the terminating zero. */
const SOCKET_PATH_BYTES = 104;

/**
 * @returns a function that releases the lock
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

/** The path beside the data, or in the temporary folder when that is longer than a socket's path may be. */
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
