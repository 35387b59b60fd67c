/** @param actor a person or program, and the request that it made: `lin:4f6c…` @returns its name */
export const actorName = (actor: string): string => actor.split(":")[0] ?? actor;
