/** The programs of other makers that the suites drive: where they are on this machine, and what they are called where they are missing. */
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import process from "node:process";

/**
 * @typedef {object} Tool
 * @property {string} title for people
 * @property {readonly string[]} names programs that will do, the best first
 * @property {readonly string[]} elsewhere absolute paths that are tried after PATH
 * @property {readonly string[]} debian packages that bring it
 */

export const tools = {
  /** @type {Tool} */
  bazel: { title: "Bazel", names: ["bazel", "bazelisk"], elsewhere: [], debian: ["bazel-bootstrap"] },
  /** @type {Tool} */
  chromium: {
    title: "Chromium or Chrome",
    names: ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"],
    elsewhere: [
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    ],
    debian: ["chromium"],
  },
  /** @type {Tool} */
  neovim: { title: "Neovim", names: ["nvim"], elsewhere: [], debian: ["neovim"] },
};

/** @typedef {keyof typeof tools} ToolName */

/**
 * The absolute path of a tool, or undefined.
 * @param {ToolName} tool
 */
export function findTool(tool) {
  const { names, elsewhere } = tools[tool];
  for (const name of names) {
    const path = findOnPath(name);
    if (path !== undefined) return path;
  }
  return elsewhere.find(isExecutable);
}

/**
 * The absolute path of a program on PATH, or undefined.
 * @param {string} name
 */
export function findOnPath(name) {
  const endings = process.platform === "win32" ? [".exe", ".cmd"] : [""];
  const directories = (process.env["PATH"] ?? "").split(delimiter).filter((directory) => directory !== "");
  return directories.flatMap((directory) => endings.map((ending) => join(directory, name + ending))).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
