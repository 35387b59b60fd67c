/** Runs the operations over the double, in Node, and hands the digests of its answers to the test in workerd. */
import type { TestProject } from "vitest/node";
import { ObjectData, ObjectStorage } from "../../simulation/platform/object-storage.ts";
import { type AnyStorage, digestsOf, runOperations } from "./operations.ts";

export default async function setup(project: TestProject): Promise<void> {
  const storage = new ObjectStorage(new ObjectData(), () => false);
  project.provide("storageAnswers", digestsOf(await runOperations(storage as unknown as AnyStorage)));
}
