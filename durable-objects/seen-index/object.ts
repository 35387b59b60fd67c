import { DurableObject } from "cloudflare:workers";

export class SeenIndex extends DurableObject<Env> {}
