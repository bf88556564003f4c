/** How a node of the Runfiles view looks, reads and is read aloud; plain data, which treeItem.ts turns into tree items. */
import { presentContributor, presentCost } from "./costPresentation.ts";
import { presentContender, presentEntry, presentFolder } from "./entryPresentation.ts";
import {
  presentCollision,
  presentCollisions,
  presentCompleteness,
  presentDifference,
  presentDifferences,
  presentReason,
  presentTarget,
} from "./headingPresentation.ts";
import type { Presentation } from "./presentation.ts";
import { codeBlock, firstLine, plain } from "./presentation.ts";
import type { RunfilesNode } from "./runfilesModel.ts";
import { number } from "./wording.ts";

export function present(node: RunfilesNode): Presentation {
  switch (node.kind) {
    case "target":
      return presentTarget(node);
    case "completeness":
      return presentCompleteness(node.shown);
    case "error":
      return plain(firstLine(node.message), "error", { tooltip: codeBlock(node.message) });
    case "reason":
      return presentReason(node);
    case "remedy":
      return plain(node.text, "lightbulb", { spoken: `What would mend it: ${node.text}` });
    case "cost":
      return presentCost(node);
    case "contributor":
      return presentContributor(node);
    case "collisions":
      return presentCollisions(node);
    case "collision":
      return presentCollision(node);
    case "differences":
      return presentDifferences(node.differences);
    case "difference":
      return presentDifference(node.difference);
    case "folder":
      return presentFolder(node);
    case "entry":
      return presentEntry(node);
    case "contender":
      return presentContender(node);
    case "more":
      return plain(`${number(node.hidden)} more …`, "ellipsis", {
        spoken: `Show more of ${number(node.hidden)} hidden entries`,
      });
    case "nothing-matches":
      return plain(`No entry matches “${node.filter}”`, "filter");
    default:
      return node satisfies never;
  }
}
