import type { z } from "@hono/zod-openapi";
import { EXAMPLE_NOW, EXAMPLE_REQUEST_ID } from "../openapi/example.ts";
import type { SlotView } from "./slot-view.ts";

export const exampleSlot = {
  slot_at: EXAMPLE_NOW,
  status: "fired",
  reason: null,
  claimed_by: EXAMPLE_REQUEST_ID,
  started_at: EXAMPLE_NOW + 12,
  finished_at: EXAMPLE_NOW + 340,
  error: null,
} satisfies z.input<typeof SlotView>;
