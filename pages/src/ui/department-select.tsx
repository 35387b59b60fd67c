/** Chooses a department, or none. */
import { useQuery } from "@tanstack/react-query";
import { TreeSelect, type TreeSelectProps } from "antd";
import { departmentList } from "../api/departments.ts";
import type { Department } from "../api/types.ts";
import { useTexts } from "../i18n/texts.ts";
import { failureText } from "./failure-text.ts";
import { idsWithin, type TreeNode, treeOf } from "./tree.ts";

interface DepartmentSelectProps extends Omit<TreeSelectProps<string>, "treeData"> {
  /** Id of a department that can't be chosen, nor any below it. */
  except?: string;
}

interface Choice {
  value: string;
  title: string;
  disabled: boolean;
  children: Choice[];
}

export function DepartmentSelect({ except, ...props }: DepartmentSelectProps) {
  const { t } = useTexts();
  const { data, error, isLoading } = useQuery(departmentList());
  const items = data?.items ?? [];
  const excluded = except === undefined ? new Set<string>() : idsWithin(items, except);
  const choices = (nodes: TreeNode<Department>[]): Choice[] =>
    nodes.map(({ item, children }) => ({
      value: item.id,
      title: item.name,
      disabled: excluded.has(item.id),
      children: choices(children),
    }));
  return (
    <TreeSelect<string>
      {...props}
      allowClear
      showSearch={{ treeNodeFilterProp: "title" }}
      treeDefaultExpandAll
      loading={isLoading}
      treeData={choices(treeOf(items))}
      notFoundContent={error ? failureText(error, t) : t("tree.noDepartments")}
      treeTitleRender={({ title, value }) => (
        <span data-testid={`option-${String(value)}`}>{String(title)}</span>
      )}
    />
  );
}
