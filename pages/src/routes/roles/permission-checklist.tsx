/** A checklist of permissions as a form field, grouped by the noun of their path; `value` holds ids. */
import { SearchOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Flex, Input, Skeleton, Tag, Tree } from "antd";
import { useMemo, useState } from "react";
import { permissionList } from "../../api/roles.ts";
import type { PermissionView } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { useTexts } from "../../i18n/texts.ts";
import { ErrorPanel } from "../../ui/error-panel.tsx";
import { afterCheck, permissionGroups } from "./permission-groups.ts";
import { nounText } from "./role-words.ts";
import { texts } from "./texts.ts";

interface PermissionChecklistProps {
  value?: string[];
  onChange?: (ids: string[]) => void;
  disabled?: boolean;
}

const COLORS: Readonly<Record<string, string>> = {
  GET: "default",
  POST: "green",
  PATCH: "gold",
  DELETE: "red",
};

export function PermissionChecklist({ value = [], onChange, disabled }: PermissionChecklistProps) {
  const { t, language } = useTexts(texts);
  const [search, setSearch] = useState("");
  const { data, error, isLoading, refetch } = useQuery(permissionList);
  const groups = useMemo(() => permissionGroups(data?.items ?? [], search), [data, search]);
  const [open, setOpen] = useState<string[]>([]);
  if (error) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (isLoading) return <Skeleton active paragraph={{ rows: 6 }} />;

  const chosen = new Set(value);
  const shown = groups.flatMap(({ permissions }) => permissions.map(({ id }) => id));
  return (
    <Flex vertical gap={8}>
      <Flex gap={12} align="center" wrap>
        <Input
          prefix={<SearchOutlined aria-hidden />}
          className="filter-text"
          placeholder={t("roles.searchPermissions")}
          aria-label={t("roles.searchPermissions")}
          allowClear
          onChange={({ target }) => setSearch(target.value)}
          onPressEnter={(event) => event.preventDefault()}
          data-testid="permission-search"
        />
        <span className="small muted" role="status">
          {t("roles.chosen", {
            chosen: formatCount(value.length, language),
            total: formatCount(data?.items.length ?? 0, language),
          })}
        </span>
      </Flex>
      <div className="tree-box" data-testid="permission-tree">
        {groups.length === 0 ? (
          <span className="muted">{t("roles.noPermission")}</span>
        ) : (
          <Tree
            checkable
            selectable={false}
            disabled={disabled}
            checkedKeys={shown.filter((id) => chosen.has(id))}
            expandedKeys={search ? groups.map(({ noun }) => noun) : open}
            onExpand={(keys) => setOpen(keys.map(String))}
            onCheck={(keys) => {
              const checked = (Array.isArray(keys) ? keys : keys.checked).map(String);
              onChange?.(afterCheck(value, shown, checked));
            }}
            treeData={groups.map(({ noun, permissions }) => ({
              key: noun,
              title: (
                <>
                  <span className="strong">{nounText(noun, t)}</span>{" "}
                  <span className="small muted">
                    {permissions.filter(({ id }) => chosen.has(id)).length} / {permissions.length}
                  </span>
                </>
              ),
              children: permissions.map((permission) => ({
                key: permission.id,
                title: <PermissionTitle permission={permission} />,
              })),
            }))}
          />
        )}
      </div>
    </Flex>
  );
}

function PermissionTitle({ permission: { method, path, summary } }: { permission: PermissionView }) {
  return (
    <span className="permission" data-testid={`permission-${method} ${path}`}>
      <Tag color={COLORS[method]}>
        <span className="tag-text">{method}</span>
      </Tag>
      <span>
        {summary} <code className="small muted">{path}</code>
      </span>
    </span>
  );
}
