/** Ports of the local stack, all on 127.0.0.1. */
import type { Platform } from "../../shared/contracts/platform.ts";
import { byPlatform } from "../../shared/contracts/vocabulary.ts";
import { platforms } from "../../shared/platforms/platforms.ts";

interface Port {
  /** Distance from the base of `--ports BASE`. */
  offset: number;
  /** Port without `--ports`. */
  standard: number;
  title: string;
}

export type PortName = "clickhouse" | "dashboard" | "worker" | "mail" | Platform;
export type Ports = Record<PortName, number>;

const FIRST_BOARD = { offset: 3, standard: 8791 };
/** The offset after the first three boards; later boards skip it. */
const MAIL_OFFSET = 6;

function boardPort(platform: Platform, index: number): Port {
  const next = FIRST_BOARD.offset + index;
  return {
    offset: next < MAIL_OFFSET ? next : next + 1,
    standard: FIRST_BOARD.standard + index,
    title: `job board ${platforms[platform].label.en}`,
  };
}

export const PORTS: Readonly<Record<PortName, Port>> = {
  clickhouse: { offset: 0, standard: 8123, title: "ClickHouse over HTTP" },
  dashboard: { offset: 1, standard: 8788, title: "dashboard" },
  worker: { offset: 2, standard: 8787, title: "Worker (API, cron address)" },
  ...byPlatform(boardPort),
  mail: { offset: MAIL_OFFSET, standard: 2525, title: "mail catcher (SMTP)" },
};

export const PORT_NAMES = Object.keys(PORTS) as PortName[];

/** @param base null for the standard ports, else the first of consecutive ports */
export function portsFrom(base: number | null): Ports {
  const entries = PORT_NAMES.map((name) => [
    name,
    base === null ? PORTS[name].standard : base + PORTS[name].offset,
  ]);
  return Object.fromEntries(entries) as Ports;
}

/** Highest offset, for the check of `--ports BASE`. */
export const PORT_SPAN = Math.max(...PORT_NAMES.map((name) => PORTS[name].offset));

/** Formats the mapping as lines for `--help`. */
export function describePorts(): string {
  return PORT_NAMES.map(
    (name) => `  BASE+${PORTS[name].offset}  ${PORTS[name].title} (without --ports: ${PORTS[name].standard})`,
  ).join("\n");
}
