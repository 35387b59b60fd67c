import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Marked } from "./marked.tsx";

const markup = (text: string, places?: { start: number; end: number }[]) =>
  renderToStaticMarkup(createElement(Marked, { text, places }));

test("words are marked at their places, and what looks like HTML stays text", () => {
  const places = [
    { start: 0, end: 4 },
    { start: 8, end: 10 },
  ];
  expect(markup("Java <b>🚀", places)).toBe("<mark>Java</mark> &lt;b&gt;<mark>🚀</mark>");
  expect(markup("plain")).toBe("plain");
  expect(markup("plain", [])).toBe("plain");
});
