/** Uploads as collectors send them: bodies that lie ready, posted by several clients at once. */

export interface UploadTarget {
  /** Address of the route. */
  url: string;
  key: string;
}

/** @returns JSON bodies of 51job rows, in order */
export function uploadBodies(rows: unknown[], size: number): string[] {
  const bodies: string[] = [];
  for (let from = 0; from < rows.length; from += size) {
    bodies.push(
      JSON.stringify({
        platform_type: "qcwy",
        channel: "web",
        data_type: "job",
        check_duplicate: true,
        data_list: rows.slice(from, from + size),
      }),
    );
  }
  return bodies;
}

/** @throws Error with the answer's own words when it is not a good one */
export async function upload({ url, key }: UploadTarget, body: string): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`upload: ${response.status} ${text.slice(0, 500)}`);
}

/** Each client sends its next body when the last one is answered. */
export async function uploadAll(target: UploadTarget, bodies: string[], clients: number): Promise<void> {
  let next = 0;
  const client = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await upload(target, body);
  };
  await Promise.all(Array.from({ length: clients }, client));
}
