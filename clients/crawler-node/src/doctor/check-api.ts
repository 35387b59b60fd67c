import { MAX_CLOCK_SKEW_MS } from "../../../../shared/contracts/node-api.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { bad, type Finding, fine } from "../../../terminal/finding.ts";
import { type ApiClient, ApiRejected } from "../api/api-client.ts";
import { whoAmI } from "../api/node-api.ts";
import type { Settings } from "../cli/settings.ts";

const SCOPES = ["nodes:lease", "ingest:write"];
/** A clock this far off works, but times in lists look wrong. */
const WARN_SKEW_MS = 5000;

/** Checks the connection, the key with its scopes, and the clock. */
export async function checkApi(client: ApiClient, { node }: Pick<Settings, "node">): Promise<Finding[]> {
  const startedAt = Date.now();
  const me = await whoAmI(client).then(
    (value) => ({ ok: true as const, value }),
    (error: unknown) => ({ ok: false as const, error }),
  );
  if (!me.ok && !(me.error instanceof ApiRejected))
    return [
      bad(
        "connection",
        messageWithCause(me.error),
        `is ${client.url} the API, and is it reachable from here?`,
      ),
    ];
  const findings = [fine("connection", `${client.url} answers in ${Date.now() - startedAt} ms`)];
  findings.push(
    ...(me.ok
      ? keyFindings(me.value)
      : [bad("key", messageWithCause(me.error), "register the node again or make it a new key")]),
  );
  findings.push(clockFinding(client.skewMs()));
  return findings;

  function keyFindings(who: Awaited<ReturnType<typeof whoAmI>>): Finding[] {
    if (who.kind !== "key" || !who.node)
      return [
        bad(
          "key",
          "is not the key of a crawler node",
          "register a node (dashboard, or POST /api/v1/nodes) and use its key",
        ),
      ];
    if (node !== null && node !== who.node)
      return [
        bad("key", `belongs to node ${who.node}, not to ${node}`, "leave --node out, or use that node's key"),
      ];
    const missing = SCOPES.filter((scope) => who.scopes !== null && !who.scopes.includes(scope));
    if (missing.length > 0)
      return [bad("key", `lacks the scope ${missing.join(", ")}`, "make the node a new key")];
    return [fine("key", `belongs to node ${who.node}, scopes ${(who.scopes ?? ["all"]).join(", ")}`)];
  }

  function clockFinding(skewMs: number | null): Finding {
    if (skewMs === null)
      return bad("clock", "the API sends no date", "check that the clock is set (NTP)", false);
    const off = `${Math.round(Math.abs(skewMs) / 1000)} s ${skewMs > 0 ? "behind" : "ahead of"} the API`;
    if (Math.abs(skewMs) > MAX_CLOCK_SKEW_MS)
      return bad("clock", off, "set this machine's clock (NTP): the API rejects its calls");
    if (Math.abs(skewMs) > WARN_SKEW_MS) return bad("clock", off, "set this machine's clock (NTP)", false);
    return fine("clock", "agrees with the API's");
  }
}
