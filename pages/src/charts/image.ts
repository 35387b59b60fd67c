/** Draws a chart as a picture of its own, with its title above and the facts of the figure below. */
import type { ChartOption } from "./chart-option.ts";
import type { ChartLooks } from "./looks.ts";
import { escapeHtml } from "./tooltip.ts";
import { wrapText } from "./wrap-text.ts";

interface Picture {
  option: ChartOption;
  /** Pixels of the chart alone. */
  height: number;
  title: string;
  /** Parts of a sentence, which are kept whole. */
  notes: readonly string[];
  looks: ChartLooks;
}

/** Pixels. The picture does not depend on the reader's screen. */
const WIDTH = 960;
const MARGIN = 24;
const TITLE = 56;
const LINE = 18;
const NOTE_SIZE = 12;
/** Pixels of a PNG for one of the picture. */
const SCALE = 2;
const FONT =
  "system-ui, -apple-system, 'Segoe UI', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif";

async function drawSvg({ option, height, title, notes, looks }: Picture) {
  const { initChart } = await import("./parts.ts");
  const chart = initChart(null, null, { renderer: "svg", ssr: true, width: WIDTH - 2 * MARGIN, height });
  // The drawing has no style of the page around it.
  chart.setOption({ ...option, textStyle: { fontFamily: FONT } });
  const drawn = chart.renderToSVGString();
  chart.dispose();
  const lines = wrapText(notes, (WIDTH - 2 * MARGIN) / NOTE_SIZE);
  const whole = TITLE + height + LINE * lines.length + MARGIN;
  const text = (content: string, y: number, looksLike: string) =>
    `<text x="${MARGIN}" y="${y}" ${looksLike}>${escapeHtml(content)}</text>`;
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${whole}" viewBox="0 0 ${WIDTH} ${whole}" font-family="${escapeHtml(FONT)}">`,
    `<rect width="100%" height="100%" fill="${looks.background}"/>`,
    text(title, 36, `font-size="18" font-weight="600" fill="${looks.text}"`),
    `<g transform="translate(${MARGIN},${TITLE})">${drawn}</g>`,
    ...lines.map((line, index) =>
      text(line, TITLE + height + LINE * (index + 1), `font-size="${NOTE_SIZE}" fill="${looks.muted}"`),
    ),
    "</svg>",
  ].join("");
  return { svg, height: whole };
}

export async function chartSvg(picture: Picture): Promise<Blob> {
  const { svg } = await drawSvg(picture);
  return new Blob([svg], { type: "image/svg+xml" });
}

/** @throws Error when the browser can draw no picture */
export async function chartPng(picture: Picture): Promise<Blob> {
  const { svg, height } = await drawSvg(picture);
  const image = new Image();
  // The content security policy allows pictures from data, not from blobs.
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH * SCALE;
  canvas.height = height * SCALE;
  const context = canvas.getContext("2d");
  context?.scale(SCALE, SCALE);
  context?.drawImage(image, 0, 0, WIDTH, height);
  return new Promise((resolve, reject) =>
    canvas.toBlob(
      (blob) => (blob ? resolve(blob) : reject(new Error("the browser drew nothing"))),
      "image/png",
    ),
  );
}
