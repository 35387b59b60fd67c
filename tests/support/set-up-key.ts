/** A key that may do everything, made the way a new installation makes it. */
import { SCOPES } from "../../shared/contracts/access.ts";
import type { Outside } from "./operations.ts";

export async function setUpKey(send: Outside["send"], setupToken: string): Promise<string> {
  const setUp = async (wanted: object) => {
    const response = await send("/api/v1/setup", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ setup_token: setupToken, ...wanted }),
    });
    const answer = (await response.json()) as { message: string; data: { api_key: string } };
    if (!response.ok) throw new Error(`set-up: ${response.status} ${answer.message}`);
    return answer.data;
  };
  await setUp({ action: "create_admin" });
  return (await setUp({ action: "create_key", name: "test", scopes: SCOPES })).api_key;
}
