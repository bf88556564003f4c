/** The report as one file that needs no other: the page of the editor with what it shows inside. */
import { baseName } from "../base/path.ts";
import type { WorkspaceCost } from "../project/costDocument.ts";
import type { ReportContent } from "../protocol.ts";

/** `script` is the bundle of the page. Nothing is loaded from anywhere: the policy forbids it. */
export function reportHtml(cost: WorkspaceCost, script: string): string {
  const name = baseName(cost.root);
  const content: ReportContent = { name, cost };
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'">
<title>Runfiles of ${escaped(name)}</title>
</head>
<body>
<noscript>This report is drawn by a script inside this file. \`runfiles-lens report --format md\` prints it as text.</noscript>
<script type="application/json" id="content">${JSON.stringify(content).replaceAll("<", "\\u003c")}</script>
<script>${script}</script>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
