/** Resolves names by DNS over HTTPS, because a Worker has no resolver. */
import { z } from "zod";

export interface Resolver {
  /**
   * @returns every IPv4 and IPv6 address of the name; empty when it has none
   * @throws Error when the resolver does not answer
   */
  resolve(name: string, signal: AbortSignal): Promise<string[]>;
}

/** RFC 1035 and 3596. */
const RECORD_TYPES = { A: 1, AAAA: 28 } as const;

const NO_ERROR = 0;
const NO_SUCH_NAME = 3;

const Answer = z.object({
  Status: z.number().int(),
  Answer: z.array(z.object({ type: z.number().int(), data: z.string() })).default([]),
});

/** @param endpoint URL of a DNS over HTTPS server that answers JSON, for example `https://cloudflare-dns.com/dns-query` */
export function dnsOverHttps(endpoint: string, fetcher: typeof fetch = (...all) => fetch(...all)): Resolver {
  const ask = async (name: string, type: keyof typeof RECORD_TYPES, signal: AbortSignal) => {
    const url = `${endpoint}?name=${encodeURIComponent(name)}&type=${type}`;
    const response = await fetcher(url, { headers: { accept: "application/dns-json" }, signal }).catch(
      // The runtime's own words would be taken for those of the host that is looked up.
      (cause: unknown) => {
        throw new Error("the DNS resolver does not answer", { cause });
      },
    );
    if (!response.ok) throw new Error(`the DNS resolver answered ${response.status}`);
    const { Status, Answer: records } = Answer.parse(await response.json());
    if (Status !== NO_ERROR && Status !== NO_SUCH_NAME)
      throw new Error(`the DNS resolver answered error ${Status} for ${name}`);
    // Skip CNAME records, which come along with the addresses.
    return records.filter((record) => record.type === RECORD_TYPES[type]).map(({ data }) => data);
  };
  return {
    async resolve(name, signal) {
      const [v4, v6] = await Promise.all([ask(name, "A", signal), ask(name, "AAAA", signal)]);
      return [...v4, ...v6];
    },
  };
}
