/** Ports of the local stack, all on 127.0.0.1. */
export const PORTS = {
  clickhouse: { offset: 0, standard: 8123, title: "ClickHouse over HTTP" },
  dashboard: { offset: 1, standard: 8788, title: "dashboard" },
  worker: { offset: 2, standard: 8787, title: "Worker (API, cron address)" },
  boss: { offset: 3, standard: 8791, title: "job board Boss" },
  qcwy: { offset: 4, standard: 8792, title: "job board 51job" },
  zhilian: { offset: 5, standard: 8793, title: "job board Zhilian" },
  mail: { offset: 6, standard: 2525, title: "mail catcher (SMTP)" },
} as const;

export type PortName = keyof typeof PORTS;
export type Ports = Record<PortName, number>;

const names = Object.keys(PORTS) as PortName[];

/** @param base null for the standard ports, else the first of a row of ports */
export function portsFrom(base: number | null): Ports {
  const entries = names.map((name) => [
    name,
    base === null ? PORTS[name].standard : base + PORTS[name].offset,
  ]);
  return Object.fromEntries(entries) as Ports;
}

/** Highest offset, for the check of `--ports BASE`. */
export const PORT_SPAN = Math.max(...names.map((name) => PORTS[name].offset));

/** The mapping as lines for `--help`. */
export function describePorts(): string {
  return names
    .map(
      (name) =>
        `  BASE+${PORTS[name].offset}  ${PORTS[name].title} (without --ports: ${PORTS[name].standard})`,
    )
    .join("\n");
}
