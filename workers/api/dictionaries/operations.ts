import { activateDictionaryVersion } from "./activate.ts";
import { diffDictionary } from "./diff.ts";
import { listDictionaries } from "./list.ts";
import { listDivisionCoverage } from "./list-divisions.ts";
import { listDictionaryEntries } from "./list-entries.ts";
import { listDictionaryVersions } from "./list-versions.ts";
import { loadDictionaries } from "./load.ts";
import { rejectDictionaryVersion } from "./reject.ts";

export const dictionaryOperations = [
  listDictionaries,
  loadDictionaries,
  listDivisionCoverage,
  listDictionaryVersions,
  listDictionaryEntries,
  diffDictionary,
  activateDictionaryVersion,
  rejectDictionaryVersion,
] as const;
