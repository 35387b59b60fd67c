/** Measures the machine by what the system itself reports; needs no other program. */
import { readFile, statfs } from "node:fs/promises";
import { cpus, freemem, totalmem, uptime } from "node:os";
import type { NodeMetrics } from "../../../../shared/contracts/node-api.ts";

interface Traffic {
  received: number;
  sent: number;
}

/** Sums the bytes of all interfaces but loopback since the system started. @param procNetDev text of /proc/net/dev */
export function readTraffic(procNetDev: string): Traffic {
  const rows = procNetDev.split("\n").flatMap((line) => {
    const [, name, numbers] = /^\s*([^:\s]+):\s*(.*)$/.exec(line) ?? [];
    return name === undefined || numbers === undefined || name === "lo"
      ? []
      : [numbers.split(/\s+/).map(Number)];
  });
  const sum = (column: number) => rows.reduce((total, row) => total + (row[column] ?? 0), 0);
  return { received: sum(0), sent: sum(8) };
}

/** Null where the system has no /proc/net/dev. */
async function traffic(): Promise<Traffic | null> {
  const text = await readFile("/proc/net/dev", "utf8").catch(() => null);
  return text === null ? null : readTraffic(text);
}

/** Memory that programs can still get, bytes: the kernel's caches count as free. */
async function freeMemory(): Promise<number> {
  const text = await readFile("/proc/meminfo", "utf8").catch(() => "");
  const kilobytes = /^MemAvailable:\s+(\d+) kB/m.exec(text)?.[1];
  return kilobytes === undefined ? freemem() : Number(kilobytes) * 1024;
}

function cpuTimes(): { busy: number; all: number } {
  const times = cpus().map((cpu) => cpu.times);
  const all = times.reduce((sum, { user, nice, sys, idle, irq }) => sum + user + nice + sys + idle + irq, 0);
  return { all, busy: all - times.reduce((sum, { idle }) => sum + idle, 0) };
}

/** Bytes of the file system that holds the folder. */
export async function diskOf(folder: string): Promise<{ free: number; total: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, total: blocks * bsize };
}

/**
 * @param folder the node's data folder
 * @returns measures since the last call; the first call measures since this one
 */
export function createMeter(folder: string): () => Promise<NodeMetrics> {
  let lastCpu = cpuTimes();
  let lastTraffic = traffic();
  let lastAt = performance.now();
  return async () => {
    const [now, net, before, free, disk] = [
      performance.now(),
      await traffic(),
      await lastTraffic,
      await freeMemory(),
      await diskOf(folder),
    ];
    const cpu = cpuTimes();
    const seconds = Math.max(0.001, (now - lastAt) / 1000);
    // The sum drops when an interface is removed.
    const rate = (name: keyof Traffic) =>
      net && before ? Math.max(0, Math.round((net[name] - before[name]) / seconds)) : null;
    const spent = cpu.all - lastCpu.all;
    const share = spent > 0 ? (cpu.busy - lastCpu.busy) / spent : 0;
    const metrics: NodeMetrics = {
      cpu: Math.min(1, Math.max(0, share)),
      memory_used_bytes: Math.max(0, totalmem() - free),
      memory_total_bytes: totalmem(),
      process_bytes: process.memoryUsage.rss(),
      disk_free_bytes: disk.free,
      disk_total_bytes: disk.total,
      net_received_bytes_per_s: rate("received"),
      net_sent_bytes_per_s: rate("sent"),
      uptime_s: Math.round(uptime()),
    };
    lastCpu = cpu;
    lastTraffic = Promise.resolve(net);
    lastAt = now;
    return metrics;
  };
}
