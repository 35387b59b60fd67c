/** Is the screen wide enough for every column? True from 992 px on. */
import { Grid } from "antd";

export const useWide = (): boolean => Grid.useBreakpoint().lg ?? true;
