/**
 * The facts of one platform that code outside its adapter needs: configuration, health, masking, nodes, the
 * local stack and the dashboard read them from here. They hold no parser, so that the dashboard can import them.
 */
import type { z } from "zod";
import type { Channel } from "../contracts/platform.ts";
import type { PlatformSettings } from "../contracts/settings.ts";

/** Settings that the operator chooses; every other setting is a fact of the site. */
type OperatorChoice = "details" | "company_days" | "runs_on" | "node_labels";

/** Which fields of a raw row describe the recruiter as a person (X15). */
export interface MaskRules {
  /**
   * Objects that describe a person, by field name, wherever they stand. Only the listed fields of such an object
   * stay, so that a field that the site adds later is masked until somebody has looked at it.
   */
  people: Readonly<Record<string, ReadonlySet<string>>>;
  /** Names of fields that describe the recruiter beside the posting's own fields. */
  personal: RegExp;
  /** Fields that `personal` matches and that identify nobody. */
  impersonal: ReadonlySet<string>;
}

export interface PlatformDefinition {
  /** Name on screen. */
  label: { zh: string; en: string };
  /**
   * The site's origins, and a pace, limits and time-outs that respect it. The Worker's variable of the platform
   * (`settingsVariable`) overrides single values.
   */
  settings: Omit<z.input<typeof PlatformSettings>, OperatorChoice>;
  /** Domains, with all below them, that the site's pages show company logos from. */
  imageDomains: readonly string[];
  /**
   * Channels that a crawl sends the requests of. Uploads may name any channel; a keyword of another one would crawl
   * the same search a second time.
   */
  crawlChannels: readonly Channel[];
  /**
   * Postings that the site's own list of a company shows at most for one set of filters; null where it has no such list,
   * or none whose rows are a search's: then a company is searched for by its name.
   */
  companyListCap: number | null;
  /** Name of the secret that signs the requests, on the Worker and on a node; null when the site checks no signature. */
  signKey: string | null;
  mask: MaskRules;
}
