/** Test files share a Worker (see vitest.config.ts): each begins with storage that is empty. */
import { reset } from "cloudflare:test";
import { beforeAll } from "vitest";

beforeAll(reset);
