/**
 * The Worker of the benches: the real script with its real objects, and routes below /bench that drive its
 * parts one by one. Never deployed; run by bench/rig.ts with the bindings of the root wrangler.toml.
 */

// This goes before all product code, which reads the time.
import "./cost/clock.ts";
import worker, * as objects from "../../workers/index.ts";
import { consumeQueue } from "../../workers/queue.ts";
import { bareApp } from "./bare-app.ts";
import { countGlobals } from "./cost/bindings.ts";
import { counting } from "./cost/meter.ts";
import { counted } from "./cost/objects.ts";
import { consumerCalled, costServices } from "./cost/run.ts";
import { emptyTasksApi, withEmptyTasks } from "./empty-tasks.ts";
import { answer } from "./routes.ts";
import { rowCounted } from "./row-counter.ts";
import { switches } from "./switches.ts";
import { withLatestEnds } from "./task-ends.ts";
import { benchServices } from "./timings.ts";

export const BrowserBroker = counted("BrowserBroker", objects.BrowserBroker);
export const BulkAction = counted("BulkAction", objects.BulkAction);
export const CompanyLedger = counted("CompanyLedger", objects.CompanyLedger);
export const IngestLedger = counted("IngestLedger", objects.IngestLedger);
export const KeywordLedger = counted("KeywordLedger", objects.KeywordLedger);
export const LiveFeed = counted("LiveFeed", objects.LiveFeed);
export const Lock = counted("Lock", objects.Lock);
export const NodeFleet = counted("NodeFleet", objects.NodeFleet);
export const PlatformGate = counted("PlatformGate", objects.PlatformGate);
export const ResourcePool = counted("ResourcePool", objects.ResourcePool);
export const RequestMeter = counted("RequestMeter", objects.RequestMeter);
export const SeenIndex = counted("SeenIndex", objects.SeenIndex);
export const TaskLedger = withLatestEnds(rowCounted(counted("TaskLedger", objects.TaskLedger)));

if (counting) countGlobals();

export default {
  fetch(request, env, ctx) {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/bench/")) return answer(request, env);
    if (url.pathname.startsWith("/empty/")) {
      url.pathname = url.pathname.slice("/empty".length);
      return emptyTasksApi(new Request(url, request), env, ctx);
    }
    if (!url.pathname.startsWith("/bare/")) return worker.fetch(request, env, ctx);
    url.pathname = url.pathname.slice("/bare".length);
    return bareApp.fetch(new Request(url, request), env, ctx);
  },
  async queue(batch, env) {
    if (counting) {
      consumerCalled(batch.messages.length);
      await consumeQueue(costServices(env), batch);
      return;
    }
    const messages = batch.messages.filter(({ body }) => switches.lets(body));
    if (messages.length > 0)
      await consumeQueue(withEmptyTasks(benchServices(env)), { ...batch, queue: batch.queue, messages });
  },
} satisfies ExportedHandler<Env>;
