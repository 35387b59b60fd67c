/** A checklist of menus as a form field; `value` holds ids. A group shows whenever one of its pages does. */
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Tree } from "antd";
import type { ReactNode } from "react";
import { menuList } from "../../api/menus.ts";
import type { Menu } from "../../api/types.ts";
import { menuIcon } from "../../app/menu-icons.tsx";
import { menuTitle } from "../../app/menu-title.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { type TreeNode, treeOf } from "../../ui/tree.ts";

interface MenuChecklistProps {
  value?: string[];
  onChange?: (ids: string[]) => void;
  disabled?: boolean;
}

export function MenuChecklist({ value = [], onChange, disabled }: MenuChecklistProps) {
  const { language } = useTexts();
  const { data, error, isLoading, refetch } = useQuery(menuList());
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (isLoading) return <Skeleton active paragraph={{ rows: 6 }} />;
  const nodes = (menus: TreeNode<Menu>[]): { key: string; title: string; icon: ReactNode }[] =>
    menus.map(({ item, children }) => ({
      key: item.id,
      title: menuTitle(item, language),
      icon: menuIcon(item.icon),
      children: nodes(children),
    }));
  return (
    <div className="tree-box" data-testid="menu-tree">
      <Tree
        checkable
        checkStrictly
        defaultExpandAll
        showIcon
        selectable={false}
        disabled={disabled}
        checkedKeys={value}
        onCheck={(keys) => onChange?.((Array.isArray(keys) ? keys : keys.checked).map(String))}
        treeData={nodes(treeOf(data?.items ?? []))}
      />
    </div>
  );
}
