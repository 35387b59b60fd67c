/** Test files share a Worker (see vitest.config.ts), so each begins with empty storage. */
import { reset } from "cloudflare:test";
import { beforeAll } from "vitest";

beforeAll(reset);
