/** Icons that a menu can name. */
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

export const MENU_ICONS: Readonly<Record<string, ReactNode>> = {
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
};

/** An unknown name shows a folder: a menu is never without one. */
export const menuIcon = (name: string | null): ReactNode =>
  (name !== null && Object.hasOwn(MENU_ICONS, name) && MENU_ICONS[name]) || <FolderOutlined />;
