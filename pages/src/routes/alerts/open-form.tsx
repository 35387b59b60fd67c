/** The form of the record that the address names: one of the list, or a new one. */
import type { ReactNode } from "react";
import { useAlertSearch } from "./use-alert-search.ts";

interface OpenFormProps<T> {
  items: readonly T[];
  /** @param item null: a new one */
  children: (item: T | null, onClose: () => void) => ReactNode;
}

export function OpenForm<T extends { id: string }>({ items, children }: OpenFormProps<T>) {
  const { search, change } = useAlertSearch();
  const item = items.find(({ id }) => id === search.edit) ?? null;
  if (item === null && search.edit !== "new") return null;
  return children(item, () => change({ edit: undefined }));
}
