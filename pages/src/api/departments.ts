/** Departments: a flat list that names each one's parent. */
import { queryOptions } from "@tanstack/react-query";
import { api, dataOf } from "./client.ts";
import { trueOrAbsent } from "./keyset.ts";
import { PEOPLE_KEY } from "./people.ts";
import type { BodyOf } from "./types.ts";

const departments = api.departments[":id"];
type DepartmentValues = BodyOf<typeof api.departments.$post>;

export const departmentList = (deleted = false) =>
  queryOptions({
    queryKey: [PEOPLE_KEY, "departments", deleted],
    queryFn: ({ signal }) =>
      dataOf(
        api.departments.$get({ query: { include_deleted: trueOrAbsent(deleted) } }, { init: { signal } }),
        signal,
      ),
  });
export const createDepartment = (json: DepartmentValues) => dataOf(api.departments.$post({ json }));
export const updateDepartment = (id: string, json: Partial<DepartmentValues>) =>
  dataOf(departments.$patch({ param: { id }, json }));
export const deleteDepartment = (id: string) => dataOf(departments.$delete({ param: { id } }));
export const restoreDepartment = (id: string) => dataOf(departments.restore.$post({ param: { id } }));
