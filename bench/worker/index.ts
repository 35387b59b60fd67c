/**
 * The Worker of the benches: the real script with its real objects, and routes below /bench that drive its
 * parts one by one. Never deployed; run by bench/rig.ts with the bindings of the root wrangler.toml.
 */

import worker from "../../workers/index.ts";
import { consumeQueue } from "../../workers/queue.ts";
import { bareApp } from "./bare-app.ts";
import { answer } from "./routes.ts";
import { switches } from "./switches.ts";
import { benchServices } from "./timings.ts";

export {
  BrowserBroker,
  IngestLedger,
  KeywordLedger,
  Lock,
  NodeFleet,
  PlatformGate,
  ResourcePool,
  SeenIndex,
} from "../../workers/index.ts";

export default {
  fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/bench/")) return answer(request, env);
    if (!url.pathname.startsWith("/bare/")) return worker.fetch(request, env, ctx);
    url.pathname = url.pathname.slice("/bare".length);
    return bareApp.fetch(new Request(url, request), env, ctx);
  },
  async queue(batch, env) {
    const messages = batch.messages.filter(({ body }) => switches.lets(body));
    if (messages.length > 0)
      await consumeQueue(benchServices(env), { ...batch, queue: batch.queue, messages });
  },
} satisfies ExportedHandler<Env>;
