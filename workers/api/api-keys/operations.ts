import { createApiKey } from "./create.ts";
import { listApiKeys } from "./list.ts";
import { revokeApiKey } from "./revoke.ts";

export const apiKeyOperations = [createApiKey, listApiKeys, revokeApiKey] as const;
