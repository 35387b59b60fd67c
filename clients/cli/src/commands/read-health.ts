/** Health of the parts. The answer of a system that is down is an error with the same data. */
import { z } from "zod";
import { readAnswer } from "../../../../pages/src/api/answer.ts";
import type { AnswerOf, Api } from "../api/server.ts";

export type Health = AnswerOf<Api["health"]["extended"]["$get"]>;

const Down = z.object({
  code: z.literal("dependency_unavailable"),
  data: z.custom<Health>((data) => Boolean(data)),
});

/** @throws ApiFailure */
export async function readHealth(api: Api): Promise<Health> {
  const response = await api.health.extended.$get();
  const text = await response.text();
  if (response.status === 503) {
    try {
      return Down.parse(JSON.parse(text)).data;
    } catch {
      // A gateway answers 503 too: what it sent is no health.
    }
  }
  return readAnswer<Health>(response.status, text, response.headers as unknown as Headers);
}
