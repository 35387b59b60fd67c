/** Creates a key of the first admin as a new installation does; for tests and benches. */
import { SCOPES, type Scope } from "../../shared/contracts/access.ts";

/** Sends a request to a path of the API. */
type Send = (
  path: string,
  init: { method: string; headers: Record<string, string>; body: string },
) => Promise<Pick<Response, "ok" | "status" | "json">> | Response;

/**
 * @param scopes all when left out
 * @returns the key, and the first password of the user `admin`
 */
export async function setUpKey(
  send: Send,
  setupToken: string,
  scopes: readonly Scope[] = SCOPES,
): Promise<{ key: string; password: string }> {
  const setUp = async (wanted: object) => {
    const response = await send("/api/v1/setup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ setup_token: setupToken, ...wanted }),
    });
    const answer = (await response.json()) as {
      message: string;
      data: { password: string; api_key: string };
    };
    if (!response.ok) throw new Error(`set-up: ${response.status} ${answer.message}`);
    return answer.data;
  };
  const { password } = await setUp({ action: "create_admin" });
  const { api_key } = await setUp({ action: "create_key", name: "test", scopes });
  return { key: api_key, password };
}
