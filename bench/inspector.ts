/** Reads heap figures and CPU profiles of the Worker's isolate over Chrome's debugging protocol. */

/** All sizes are bytes. `embedderHeapUsedSize` and `backingStorageSize` lie outside `usedSize`; older V8 omits them. */
interface HeapUsage {
  usedSize: number;
  totalSize: number;
  embedderHeapUsedSize?: number;
  backingStorageSize?: number;
}

export interface CpuProfile {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  startTime: number;
  endTime: number;
  samples: number[];
  timeDeltas: number[];
}

/** Node's WebSocket takes headers where the browser's takes protocols, but it has the browser's types. */
const NodeWebSocket = WebSocket as unknown as new (
  url: string,
  options: { headers: Record<string, string> },
) => WebSocket;

export class Inspector {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const { id, result, error } = JSON.parse(String(data));
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.reject(new Error(`inspector: ${error.message}`));
      else waiting?.resolve(result);
    });
    socket.addEventListener("close", () => {
      for (const { reject } of this.#waiting.values())
        reject(new Error("inspector: the connection is closed"));
    });
  }

  /** @param inspectorUrl origin that lists its targets at /json */
  static async connect(inspectorUrl: string): Promise<Inspector> {
    const targets = (await (await fetch(`${inspectorUrl}/json`)).json()) as {
      webSocketDebuggerUrl: string;
    }[];
    const target = targets[0]?.webSocketDebuggerUrl;
    if (!target) throw new Error("inspector: no target");
    // Wrangler's proxy accepts debuggers of this machine only, by their origin.
    const socket = new NodeWebSocket(target, { headers: { origin: "http://localhost" } });
    await new Promise((resolve, reject) => {
      socket.addEventListener("open", resolve, { once: true });
      socket.addEventListener("error", () => reject(new Error(`inspector: ${target} does not answer`)), {
        once: true,
      });
    });
    return new Inspector(socket);
  }

  heapUsage(): Promise<HeapUsage> {
    return this.#send("Runtime.getHeapUsage");
  }

  /** @param intervalUs time between two samples, microseconds */
  async startProfile(intervalUs = 500): Promise<void> {
    await this.#send("Profiler.enable");
    await this.#send("Profiler.setSamplingInterval", { interval: intervalUs });
    await this.#send("Profiler.start");
  }

  async stopProfile(): Promise<CpuProfile> {
    const { profile } = await this.#send<{ profile: CpuProfile }>("Profiler.stop");
    return profile;
  }

  close(): void {
    this.#socket.close();
  }

  #send<T>(method: string, params: object = {}): Promise<T> {
    const id = ++this.#lastId;
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params }));
    }) as Promise<T>;
  }
}
