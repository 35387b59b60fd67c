/** The worker of BullMQ: `bullmq-worker.ts QUEUE PORT`. An empty task; its result stays in Redis, as by default. */
import { Worker } from "bullmq";

/** Tasks at once, the same as on our side. */
const CONCURRENCY = 64;
const [queue = "", port = ""] = process.argv.slice(2);

new Worker(queue, async () => null, {
  connection: { host: "127.0.0.1", port: Number(port) },
  concurrency: CONCURRENCY,
});
