/** The person who is signed in, and their permissions. */
import { createContext, use } from "react";
import type { ApiRoute } from "../../../workers/api/client-type.ts";
import type { Me } from "../api/types.ts";

export const MeContext = createContext<Me | null>(null);

/** @throws Error outside of the gate */
export function useMe(): Me {
  const me = use(MeContext);
  if (!me) throw new Error("nobody is signed in here");
  return me;
}

export type Can = (route: ApiRoute) => boolean;

/** Tells whether the person may call a route. It only decides what is shown: the API checks every call. */
export function useCan(): Can {
  const { permissions } = useMe();
  return (route) => permissions.includes(route);
}
