/** The rest of a row's actions behind one button. Nothing is shown where there is none. */
import { EllipsisOutlined } from "@ant-design/icons";
import { Button, Dropdown } from "antd";

export interface RowAction {
  key: string;
  label: string;
  danger?: boolean;
  onClick: () => void;
}

interface MoreMenuProps {
  label: string;
  actions: RowAction[];
}

export function MoreMenu({ label, actions }: MoreMenuProps) {
  if (actions.length === 0) return null;
  const items = actions.map(({ label: text, ...action }) => ({
    ...action,
    label: <span data-testid={`action-${action.key}`}>{text}</span>,
  }));
  return (
    <Dropdown menu={{ items }} trigger={["click"]} placement="bottomRight" destroyOnHidden>
      <Button
        size="small"
        type="text"
        icon={<EllipsisOutlined />}
        aria-label={label}
        data-testid="row-actions"
      />
    </Dropdown>
  );
}
