/** A router link that looks like a button. It is one element, so the keyboard stops at it once. */
import { createLink } from "@tanstack/react-router";
import { Button } from "antd";

export const LinkButton = createLink(Button);
