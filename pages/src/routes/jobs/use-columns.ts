/** The columns of the table: those of the address, else the person's own choice, kept in this browser. */
import { useState } from "react";
import { readPreference, writePreference } from "../../app/preferences.ts";
import { useMe } from "../../auth/me.ts";
import { type ColumnName, DEFAULT_COLUMNS } from "./columns.ts";
import { readColumns } from "./search.ts";

export function useColumns(named: ColumnName[] | undefined) {
  const { user } = useMe();
  const preference = `columns.jobs.${user.id}` as const;
  const [own, setOwn] = useState(() => readColumns(readPreference(preference)?.split(",")));
  return {
    columns: named ?? own ?? DEFAULT_COLUMNS,
    keep: (columns: ColumnName[]) => {
      writePreference(preference, columns.join(","));
      setOwn(readColumns(columns));
    },
  };
}
