/** Uploads as collectors do: several clients post prepared bodies at once. */

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

/** @throws Error with the answer's text when its status is not a good one */
export async function upload({ url, key }: UploadTarget, body: string): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key}` },
    body,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`upload: ${response.status} ${text.slice(0, 500)}`);
}

/** Posts all bodies; each client sends its next one when the last one is answered. */
export async function uploadAll(target: UploadTarget, bodies: string[], clients: number): Promise<void> {
  let next = 0;
  const client = async () => {
    for (let body = bodies[next++]; body !== undefined; body = bodies[next++]) await upload(target, body);
  };
  await Promise.all(Array.from({ length: clients }, client));
}
