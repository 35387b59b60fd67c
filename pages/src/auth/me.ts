/** Who is signed in, for everything behind the sign-in. */
import { createContext, use } from "react";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import type { Me } from "../api/types.ts";

export const MeContext = createContext<Me | null>(null);

/** @throws Error outside of the part that needs a sign-in */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("nobody is signed in here");
  return me;
}

export type May = (route: ApiRoute) => boolean;

/** Which routes the signed-in person may call; the API decides again at every call. */
export function useMay(): May {
  const { permissions } = useMe();
  return (route) => permissions.includes(route);
}
