import { DurableObject } from "cloudflare:workers";

export class KeywordLedger extends DurableObject<Env> {}
