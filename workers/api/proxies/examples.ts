import type { z } from "@hono/zod-openapi";
import { exampleLive } from "../resources/examples.ts";
import type { ProxyView } from "./proxy-view.ts";

export const EXAMPLE_PROXY_ID = "d4e5f6a7-b8c9-4d0e-8f1a-2b3c4d5e6f77";

export const exampleProxy = {
  id: EXAMPLE_PROXY_ID,
  name: "Shanghai 3",
  protocol: "socks5",
  host: "sh3.vendor.net",
  port: 1080,
  username_hint: "cr***",
  platforms: ["qcwy", "zhilian"],
  daily_budget: 2000,
  enabled: true,
  note: "",
  ...exampleLive,
} satisfies z.input<typeof ProxyView>;
