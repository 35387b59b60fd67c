/** A router link that looks like a button and stays one element for the keyboard. */
import { createLink } from "@tanstack/react-router";
import { Button } from "antd";

export const LinkButton = createLink(Button);
