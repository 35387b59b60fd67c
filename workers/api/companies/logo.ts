import { createRoute, z } from "@hono/zod-openapi";
import { ApiError } from "../../../shared/errors/codes.ts";
import { IMAGE_SIZES, type ImageSize } from "../../company-images/company-images.ts";
import { errorResponses } from "../http/error-responses.ts";
import { operation } from "../operation.ts";
import { CompanyParam } from "./queue-of.ts";

/** A browser asks again after a day, and gets 304 while the logo is the same. */
const MAX_AGE_S = 86_400;

const Size = z.coerce
  .number()
  .refine(
    (size): size is ImageSize => IMAGE_SIZES.some((known) => known === size),
    "is not one of 48, 96, 256",
  )
  .default(96)
  .describe("Longest side, pixels: 48, 96 or 256");

const route = createRoute({
  operationId: "showCompanyLogo",
  method: "get",
  path: "/api/v1/companies/{platform}/{company_key}/logo",
  tags: ["companies"],
  summary: "The logo of a company as WebP, where a task of images.process has kept one",
  request: { params: CompanyParam, query: z.strictObject({ size: Size, v: z.string().max(64).optional() }) },
  responses: {
    200: {
      description: "The image; its ETag is its SHA-256",
      content: { "image/webp": { schema: z.string().openapi({ format: "binary" }), example: "RIFF" } },
    },
    ...errorResponses(404, 422),
  },
});

export const showCompanyLogo = operation("read", route, async (c) => {
  const { platform, company_key } = c.req.valid("param");
  const image = await c.get("services").images.read(platform, company_key, c.req.valid("query").size);
  if (!image) throw new ApiError("not_found", `no logo of company ${company_key} of ${platform}`);
  const headers = {
    "cache-control": `private, max-age=${MAX_AGE_S}`,
    etag: `"${image.sha256}"`,
    "x-content-type-options": "nosniff",
  };
  if (c.req.header("if-none-match") === headers.etag) return c.body(null, 304, headers) as never;
  return c.body(image.body.slice().buffer, 200, { ...headers, "content-type": "image/webp" }) as never;
});
