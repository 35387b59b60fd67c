import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { describeHolder, isFree } from "./port-holder.ts";

let server: Server;
afterEach(() => new Promise<void>((done) => server.close(() => done())));

test("tells who holds a port", async () => {
  server = createServer();
  const port = await new Promise<number>((done) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      done(typeof address === "object" && address ? address.port : 0);
    }),
  );
  expect(await isFree(port)).toBe(false);
  expect(describeHolder(port)).toMatch(new RegExp(`^process ${process.pid} \\(`));
});
