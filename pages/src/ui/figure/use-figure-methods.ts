/** Loads the versions of a method with their descriptions; there are none for a person who may not read them. */
import { useQuery } from "@tanstack/react-query";
import type { FigureMethod, FigureMethodVersion } from "../../../../shared/contracts/figures.ts";
import { figureMethods } from "../../api/figures.ts";
import { useCan } from "../../auth/me.ts";

export function useFigureMethods(name: FigureMethod): FigureMethodVersion[] {
  const isAllowed = useCan()("GET /api/v1/analytics/methods");
  const { data } = useQuery({ ...figureMethods, enabled: isAllowed });
  return data?.items.filter((method) => method.name === name) ?? [];
}
