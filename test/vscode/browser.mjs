/** The headless browser that shows VS Code to the tests and to the script that takes the screenshots. */
import { chromium } from "playwright-core";
import { findTool } from "../../scripts/tools.mjs";

/** @returns {Promise<import("playwright-core").Browser>} */
export async function openBrowser() {
  const executablePath = findTool("chromium");
  if (executablePath === undefined) throw new Error("no Chromium or Chrome found");
  return chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
