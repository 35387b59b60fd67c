import { DurableObject } from "cloudflare:workers";

export class BrowserBroker extends DurableObject<Env> {}
