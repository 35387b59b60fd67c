/** Test files share a Worker (see vitest.config.ts), so each begins with empty storage. */
import { beforeAll } from "vitest";
import { emptyStorage } from "./empty-storage.ts";

beforeAll(emptyStorage);
