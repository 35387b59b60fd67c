import { createRoute, z } from "@hono/zod-openapi";
import { TaskQueue } from "../../../shared/contracts/task.ts";
import { ok, okResponse, pageOf } from "../http/answers.ts";
import { errorResponses } from "../http/error-responses.ts";
import { wholeList, wholeListParams } from "../http/whole-list.ts";
import { operation } from "../operation.ts";
import { missingNeed } from "./find-task.ts";

const Kind = z.object({
  name: z.string(),
  queue: TaskQueue,
  title: z.object({ en: z.string(), zh: z.string() }),
  allowed: z.boolean().describe("The caller may create tasks of it"),
  input: z.record(z.string(), z.unknown()).describe("JSON Schema of the input"),
});

const route = createRoute({
  operationId: "listTaskKinds",
  method: "get",
  path: "/api/v1/tasks/kinds",
  tags: ["tasks"],
  summary: "The kinds of tasks, with the schema of their input",
  request: { query: z.strictObject(wholeListParams) },
  responses: {
    200: okResponse("All kinds", pageOf(Kind), {
      next_cursor: null,
      items: [
        {
          name: "data.validate",
          queue: "data_sync",
          title: { en: "Check stored postings", zh: "校验已存职位" },
          allowed: true,
          input: { type: "object", properties: {} },
        },
      ],
    }),
    ...errorResponses(400, 422),
  },
});

const list = wholeList("task-kinds", ({ name }: z.infer<typeof Kind>) => name);

export const listTaskKinds = operation("tasks:read", route, async (c) => {
  const items = c.get("services").tasks.kinds.map((kind) => ({
    name: kind.name,
    queue: kind.queue,
    title: kind.title,
    allowed: missingNeed(c, kind) === undefined,
    input: z.toJSONSchema(kind.input as z.ZodType, { io: "input", unrepresentable: "any" }) as Record<
      string,
      unknown
    >,
  }));
  return ok(c, list.page(items, c.req.valid("query")));
});
