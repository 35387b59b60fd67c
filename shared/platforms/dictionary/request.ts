/** Requests of dictionaries, which may lie on an origin of their own. */
import type { PlatformSettings } from "../../contracts/settings.ts";
import type { DictionarySource } from "../adapter.ts";
import { JSON_HEADERS } from "../request-headers.ts";

type DictionarySettings = Pick<PlatformSettings, "list_url" | "dictionary_url">;

/** Address of a platform's dictionaries, without a path. */
export const dictionaryUrl = ({ dictionary_url, list_url }: DictionarySettings): string =>
  dictionary_url ?? list_url;

/** @param headers besides those of every request */
export const getDictionary =
  (path: string, headers: Readonly<Record<string, string>> = {}): DictionarySource["request"] =>
  ({ settings }) => ({
    method: "GET",
    url: `${dictionaryUrl(settings)}${path}`,
    headers: { ...JSON_HEADERS, ...headers },
  });
