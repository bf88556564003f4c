/** What `report` prints in the format that was asked for. */
import type { WorkspaceCost } from "../project/costDocument.ts";
import type { Format } from "./options.ts";
import { reportHtml } from "./reportHtml.ts";
import { reportJson } from "./reportJson.ts";
import { reportMarkdown } from "./reportMarkdown.ts";

export function reportText(
  cost: WorkspaceCost,
  { format, all }: { readonly format: Format; readonly all: boolean },
  pageScript: () => string,
): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(reportJson(cost), undefined, 2)}\n`;
    case "html":
      return reportHtml(cost, pageScript());
    default:
      return reportMarkdown(cost, all);
  }
}
