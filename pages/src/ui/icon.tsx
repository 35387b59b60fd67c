/**
 * antd's icons without its React package, which brings a colour library, a style sheet and a context along: the frame
 * is painted before antd is there. The shapes come from the same source, so they look the same.
 */
import type { AbstractNode, IconDefinition } from "@ant-design/icons-svg/es/types";
import { createElement, type ReactNode } from "react";

/** React's name of an attribute: `fillRule` of `fill-rule`. */
const nameOf = (name: string) => name.replace(/-./g, ([, letter = ""]) => letter.toUpperCase());
const named = (attrs: AbstractNode["attrs"]) =>
  Object.fromEntries(Object.entries(attrs).map(([name, value]) => [nameOf(name), value]));

const nodeOf = ({ tag, attrs, children = [] }: AbstractNode, key?: number): ReactNode =>
  createElement(tag, { key, ...named(attrs) }, ...children.map(nodeOf));

/** A decoration for sighted readers: the text beside it, or the button's label, says the same. */
export function Icon({ shape }: { shape: IconDefinition }) {
  // Shapes in two colours are functions of them; the dashboard has none.
  const root = typeof shape.icon === "function" ? shape.icon("currentColor", "transparent") : shape.icon;
  return (
    <span className="anticon icon" aria-hidden>
      {nodeOf({ ...root, attrs: { ...root.attrs, width: "1em", height: "1em", fill: "currentColor" } })}
    </span>
  );
}
