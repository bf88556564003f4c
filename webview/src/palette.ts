/** The colours of the editor's theme, or of a plain page where there is no editor: a canvas knows no CSS variables. */
import type { ContributorKind } from "../../server/src/protocol.ts";

export interface Palette {
  readonly background: string;
  readonly ink: string;
  readonly focus: string;
  readonly font: string;
  readonly isHighContrast: boolean;
  readonly tileBorder: string;
  readonly tileBorderWidth: number;
  readonly fills: Readonly<Record<ContributorKind, string>>;
}

export function palette(): Palette {
  const style = getComputedStyle(document.body);
  const value = (name: string) => style.getPropertyValue(name).trim();
  const isHighContrast = /\bvscode-high-contrast/.test(document.body.className);
  const background = value("--background");
  const ink = value("--ink");
  const fill = (name: string) => (isHighContrast ? background : value(name));
  return {
    background,
    ink,
    focus: value("--focus"),
    font: style.fontFamily,
    isHighContrast,
    tileBorder: isHighContrast ? ink : background,
    tileBorderWidth: isHighContrast ? 1 : 0,
    fills: {
      runtime: fill("--runtime"),
      repository: fill("--repository"),
      code: fill("--code"),
      data: fill("--data"),
      bazel: fill("--bazel"),
    },
  };
}

/** Black or white, whichever can be read on a colour (WCAG 2, relative luminance). */
export function inkOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = channels(color).map((channel) => {
    const part = channel / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  const luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  return luminance > 0.179 ? "#000000" : "#ffffff";
}

function channels(color: string): readonly number[] {
  const hex = /^#([0-9a-f]{6})/i.exec(color)?.[1];
  if (hex !== undefined) return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const short = /^#([0-9a-f]{3})$/i.exec(color)?.[1];
  if (short !== undefined) return [...short].map((digit) => parseInt(digit + digit, 16));
  return (color.match(/\d+(\.\d+)?/g) ?? []).slice(0, 3).map(Number);
}
