import type { z } from "@hono/zod-openapi";

/**
 * A required JSON body of a route, for its `request`.
 * @param example a body that the schema accepts
 */
export const jsonBody = <T extends z.ZodType>(schema: T, example: z.input<NoInfer<T>>) => ({
  required: true as const,
  content: { "application/json": { schema, example: example as unknown } },
});
