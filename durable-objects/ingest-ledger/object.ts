import { DurableObject } from "cloudflare:workers";

export class IngestLedger extends DurableObject<Env> {}
