/** Drawers at the right side, as wide as the screen allows. */
import { Drawer, type DrawerProps } from "antd";
import type { ReactNode } from "react";
import { ErrorPanel } from "./error-panel.tsx";
import { ScrollBox } from "./scroll-box.tsx";
import { Skeleton } from "./skeleton.tsx";

/** Pixels. */
const WIDTH = 720;

interface SideDrawerProps extends Omit<DrawerProps, "size"> {
  /** Pixels; narrow screens are filled. */
  width?: number;
}

export const SideDrawer = ({ width = WIDTH, children, ...props }: SideDrawerProps) => (
  <Drawer size={Math.min(width, window.innerWidth)} {...props}>
    {/* The drawer around it scrolls. */}
    <ScrollBox className="drawer-content">{children}</ScrollBox>
  </Drawer>
);

interface LoadedProps<T> {
  query: { data: T | undefined; error: unknown; isLoading: boolean; refetch: () => unknown };
  children: (data: T) => ReactNode;
}

/** The content of a drawer, once its data is there. */
export function Loaded<T>({ query, children }: LoadedProps<T>) {
  return (
    <>
      {query.error !== null && <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />}
      {query.isLoading && <Skeleton />}
      {query.data !== undefined && children(query.data)}
    </>
  );
}
