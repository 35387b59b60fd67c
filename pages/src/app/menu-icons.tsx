/** The icons that a menu may name, in its seed or in the menus page. */
import ApartmentOutlined from "@ant-design/icons-svg/es/asn/ApartmentOutlined";
import ApiOutlined from "@ant-design/icons-svg/es/asn/ApiOutlined";
import AppstoreOutlined from "@ant-design/icons-svg/es/asn/AppstoreOutlined";
import AuditOutlined from "@ant-design/icons-svg/es/asn/AuditOutlined";
import BarChartOutlined from "@ant-design/icons-svg/es/asn/BarChartOutlined";
import BellOutlined from "@ant-design/icons-svg/es/asn/BellOutlined";
import CalendarOutlined from "@ant-design/icons-svg/es/asn/CalendarOutlined";
import CloudServerOutlined from "@ant-design/icons-svg/es/asn/CloudServerOutlined";
import ClusterOutlined from "@ant-design/icons-svg/es/asn/ClusterOutlined";
import DashboardOutlined from "@ant-design/icons-svg/es/asn/DashboardOutlined";
import DatabaseOutlined from "@ant-design/icons-svg/es/asn/DatabaseOutlined";
import ExportOutlined from "@ant-design/icons-svg/es/asn/ExportOutlined";
import FileSearchOutlined from "@ant-design/icons-svg/es/asn/FileSearchOutlined";
import FileTextOutlined from "@ant-design/icons-svg/es/asn/FileTextOutlined";
import FolderOutlined from "@ant-design/icons-svg/es/asn/FolderOutlined";
import GlobalOutlined from "@ant-design/icons-svg/es/asn/GlobalOutlined";
import KeyOutlined from "@ant-design/icons-svg/es/asn/KeyOutlined";
import MenuOutlined from "@ant-design/icons-svg/es/asn/MenuOutlined";
import SafetyOutlined from "@ant-design/icons-svg/es/asn/SafetyOutlined";
import SettingOutlined from "@ant-design/icons-svg/es/asn/SettingOutlined";
import TagsOutlined from "@ant-design/icons-svg/es/asn/TagsOutlined";
import TeamOutlined from "@ant-design/icons-svg/es/asn/TeamOutlined";
import ToolOutlined from "@ant-design/icons-svg/es/asn/ToolOutlined";
import UserOutlined from "@ant-design/icons-svg/es/asn/UserOutlined";
import type { ReactNode } from "react";
import { Icon } from "../ui/icon.tsx";

export const MENU_ICONS = {
  apartment: ApartmentOutlined,
  api: ApiOutlined,
  appstore: AppstoreOutlined,
  audit: AuditOutlined,
  "bar-chart": BarChartOutlined,
  bell: BellOutlined,
  calendar: CalendarOutlined,
  "cloud-server": CloudServerOutlined,
  cluster: ClusterOutlined,
  dashboard: DashboardOutlined,
  database: DatabaseOutlined,
  export: ExportOutlined,
  "file-search": FileSearchOutlined,
  "file-text": FileTextOutlined,
  folder: FolderOutlined,
  global: GlobalOutlined,
  key: KeyOutlined,
  menu: MenuOutlined,
  safety: SafetyOutlined,
  setting: SettingOutlined,
  tags: TagsOutlined,
  team: TeamOutlined,
  tool: ToolOutlined,
  user: UserOutlined,
} as const;
export type MenuIconName = keyof typeof MENU_ICONS;

const isIconName = (name: string): name is MenuIconName => Object.hasOwn(MENU_ICONS, name);

/** The icon of a menu; a folder for an unknown name, so that no menu is without an icon. */
export const menuIcon = (name: string | null): ReactNode => (
  <Icon shape={MENU_ICONS[name !== null && isIconName(name) ? name : "folder"]} />
);
