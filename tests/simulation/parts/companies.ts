/** Companies are collected, cleaned and pulled by the real lanes, and exported. */
import { companyLedger } from "../../../durable-objects/company-ledger/client.ts";
import type { CompanyName } from "../../../shared/contracts/company-ledger.ts";
import { LeaseRows } from "../checks/lease-rows.ts";
import type { ObjectHost } from "../platform/objects.ts";
import type { Part, Simulation } from "../simulation.ts";
import { hasTables } from "./keywords.ts";

const PLATFORM = "zhilian";
const COMPANIES = 24;
/** `durable-objects/company-ledger/settings.ts`. */
const WINDOW = 200;

interface CompanyRow {
  company_key: string;
  changed_at: number;
}

export function companiesPart(simulation: Simulation): Part {
  const { world, objects, env } = simulation;
  const { chance } = world;
  const ledger = companyLedger(env, PLATFORM);
  const host = () => objects.host("CompanyLedger", PLATFORM);
  const leases = new LeaseRows(world);
  objects.watch((at, ...call) => (at.kind === "CompanyLedger" ? leases.watch(at, ...call) : undefined));
  const person = (name: string, work: () => Promise<unknown>) => simulation.invoke(`a person: ${name}`, work);
  const someCompany = (): CompanyName => {
    const number = chance.below(COMPANIES);
    return { company_key: `CZ${number}`, name: `公司${number}` };
  };

  /** The last change that the export told of, by company. */
  const exported = new Map<string, number>();
  const changedAt = new Map<string, number>();

  const exportChanges = async () => {
    for (;;) {
      const { companies, through } = await ledger.toExport(20);
      for (const { company_key, changed_at } of companies) exported.set(company_key, changed_at);
      if (companies.length === 0) break;
      await ledger.exported(through);
    }
  };

  function checkChanges(at: ObjectHost): void {
    for (const row of at.data.rows<CompanyRow>("SELECT company_key, changed_at FROM companies")) {
      if (row.changed_at < (changedAt.get(row.company_key) ?? 0))
        world.fail("changes of companies only go on", row.company_key);
      changedAt.set(row.company_key, row.changed_at);
    }
  }

  return {
    name: "companies",
    acts: [
      {
        name: "collect companies",
        weight: 3,
        run: () => {
          const found = Array.from({ length: chance.between(1, 5) }, someCompany);
          simulation.invoke("collect companies", () => ledger.collect(found));
        },
      },
      {
        name: "release companies",
        weight: 4,
        run: () => simulation.invoke("release companies", () => ledger.release(5, "schedule")),
      },
      {
        name: "clean a company",
        weight: 2,
        run: () => {
          const company = someCompany();
          person(`clean ${company.company_key}`, () => ledger.clean(company, 8, "person"));
        },
      },
      {
        name: "pull a company's postings",
        weight: 1,
        run: () => {
          const company = someCompany();
          person(`pull ${company.company_key}`, () => ledger.pull(company, 5, "person"));
        },
      },
      {
        name: "stop a pull",
        weight: 1,
        run: () => {
          const { company_key } = someCompany();
          person(`stop the pull of ${company_key}`, () => ledger.stopPull(company_key, "person"));
        },
      },
      {
        name: "retry or remove a company",
        weight: 1,
        run: () => {
          const { company_key } = someCompany();
          const action = chance.happens(0.7) ? "retry" : "remove";
          person(`${action} ${company_key}`, () => ledger.act(company_key, action, "person"));
        },
      },
      {
        name: "export companies",
        weight: 2,
        run: () => simulation.invoke("export companies", exportChanges),
      },
    ],
    check(at) {
      if (at.kind !== "CompanyLedger" || !hasTables(at)) return;
      leases.check(at, { atMost: WINDOW, room: WINDOW });
      checkChanges(at);
    },
    recount() {
      if (hasTables(host())) leases.recount(host());
    },
    tidy() {
      person("resume held companies", () => ledger.resumeHeld());
      simulation.invoke("export companies", exportChanges);
    },
    unfinished() {
      if (!hasTables(host())) return null;
      const [open] = host().data.rows<{ id: string; phase: string }>(
        `SELECT id, phase FROM work WHERE phase IN ('ready', 'queued', 'held', 'running')
           OR phase = 'waiting' AND state <> 'done'`,
      );
      return open ? `${open.id} is ${open.phase}` : null;
    },
  };
}
