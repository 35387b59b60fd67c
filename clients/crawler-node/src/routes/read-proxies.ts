import { readFileSync } from "node:fs";
import type { ProxyUrl } from "../../../../shared/domain/proxy-address.ts";
import { messageWithCause } from "../../../http/message-with-cause.ts";
import { SettingsError } from "../cli/settings.ts";
import { readProxyList } from "./file-proxies.ts";

/** @throws SettingsError naming the line of a bad proxy, never its credentials */
export function readProxies(file: string | null): ProxyUrl[] {
  if (file === null) return [];
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new SettingsError(`--proxies: ${file} cannot be read: ${messageWithCause(error)}`);
  }
  const { proxies, problems } = readProxyList(text);
  const [first] = problems;
  if (first) throw new SettingsError(`--proxies: ${file} line ${first.line} ${first.reason}`);
  if (proxies.length === 0) throw new SettingsError(`--proxies: ${file} holds no proxy`);
  return proxies;
}
