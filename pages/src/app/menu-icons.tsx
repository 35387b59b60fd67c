/** The icons that a menu may name, in its seed or in the menus page. */
import {
  ApartmentOutlined,
  ApiOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  CalendarOutlined,
  CloudServerOutlined,
  ClusterOutlined,
  DashboardOutlined,
  DatabaseOutlined,
  ExportOutlined,
  FileSearchOutlined,
  FileTextOutlined,
  FolderOutlined,
  GlobalOutlined,
  KeyOutlined,
  MenuOutlined,
  SafetyOutlined,
  SettingOutlined,
  TagsOutlined,
  TeamOutlined,
  ToolOutlined,
  UserOutlined,
} from "@ant-design/icons";
import type { ReactNode } from "react";

export const MENU_ICONS = {
  apartment: <ApartmentOutlined />,
  api: <ApiOutlined />,
  appstore: <AppstoreOutlined />,
  audit: <AuditOutlined />,
  "bar-chart": <BarChartOutlined />,
  bell: <BellOutlined />,
  calendar: <CalendarOutlined />,
  "cloud-server": <CloudServerOutlined />,
  cluster: <ClusterOutlined />,
  dashboard: <DashboardOutlined />,
  database: <DatabaseOutlined />,
  export: <ExportOutlined />,
  "file-search": <FileSearchOutlined />,
  "file-text": <FileTextOutlined />,
  folder: <FolderOutlined />,
  global: <GlobalOutlined />,
  key: <KeyOutlined />,
  menu: <MenuOutlined />,
  safety: <SafetyOutlined />,
  setting: <SettingOutlined />,
  tags: <TagsOutlined />,
  team: <TeamOutlined />,
  tool: <ToolOutlined />,
  user: <UserOutlined />,
} as const satisfies Record<string, ReactNode>;
export type MenuIconName = keyof typeof MENU_ICONS;

const isIconName = (name: string): name is MenuIconName => Object.hasOwn(MENU_ICONS, name);

/** The icon of a menu; a folder for an unknown name, so that no menu is without an icon. */
export const menuIcon = (name: string | null): ReactNode =>
  MENU_ICONS[name !== null && isIconName(name) ? name : "folder"];
