/** Loads antd, and what its components need round them, in files of their own: the frame does not wait for them. */
import { lazy } from "react";

export const LazyAntdRoot = lazy(async () => ({ default: (await import("./antd-root.tsx")).AntdRoot }));
