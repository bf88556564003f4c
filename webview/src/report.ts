/** The page of the workspace report: the table and the treemap of what runfiles trees cost. It runs in VS Code's webview, where the extension sends it what to show, and in a file of `runfiles-lens report --format html`, which holds it. */
import type { ReportContent, ReportMessage } from "../../server/src/protocol.ts";
import css from "./report.css";
import { ReportPage } from "./reportPage.ts";

interface Editor {
  readonly postMessage: (message: ReportMessage) => void;
}

declare function acquireVsCodeApi(): Editor;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];

const editor = "acquireVsCodeApi" in globalThis ? acquireVsCodeApi() : undefined;
const page = new ReportPage(document.body, editor && ((message) => editor.postMessage(message)));

const embedded = document.getElementById("content")?.textContent;
if (embedded) page.show(JSON.parse(embedded) as ReportContent);

window.addEventListener("message", ({ data }: MessageEvent<ReportContent>) => {
  page.show(data);
});
editor?.postMessage({ kind: "ready" });
