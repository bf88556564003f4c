/** How the view groups a tree's costs: by contributor, the largest first. */
import type { ContributorCost, ContributorKind, CostFigures } from "../../server/src/protocol.ts";
import type { Presentation } from "./presentation.ts";
import { plain } from "./presentation.ts";
import type { NodeOfKind } from "./runfilesModel.ts";
import { baseName, count, number } from "./wording.ts";

export function presentCost({ cost }: NodeOfKind<"cost">): Presentation {
  const exact = cost.contributors.every(({ counted }) => counted);
  const description = amounts(cost, exact);
  return {
    ...plain("Cost by contributor", "pie-chart", {
      description,
      tooltip: figuresTooltip("The whole tree", cost, exact),
      spoken: `Cost by contributor, ${description}`,
      context: ["cost"],
    }),
    expandable: "collapsed",
  };
}

const icons: Readonly<Record<ContributorKind, string>> = {
  runtime: "symbol-interface",
  repository: "package",
  code: "file-code",
  data: "database",
  bazel: "tools",
};

export function presentContributor({ contributor, cost }: NodeOfKind<"contributor">): Presentation {
  const { kind, title, counted, name, source, declaredAt, links } = contributor;
  const share = cost.links === 0 || links === 0 ? "" : ` · ${percent(links, cost.links)}`;
  const description = amounts(contributor, counted) + share;
  const origin = counted ? "Counted from the files on disk." : `${name}, not on disk. Published: ${source ?? ""}.`;
  const place =
    declaredAt === null
      ? ""
      : `Registered in ${baseName(declaredAt.path)}:${declaredAt.range.start.line + 1}; click to go there.`;
  return plain(title, icons[kind], {
    description: counted ? description : `${description} · ${name}, not on disk`,
    tooltip: [figuresTooltip(title, contributor, counted), origin, place].filter((line) => line !== "").join("\n\n"),
    spoken: `${title}, ${description}, ${counted ? "counted" : `${name}, not on disk`}`,
    context: declaredAt === null ? ["contributor"] : ["contributor", "declared"],
  });
}

function figuresTooltip(title: string, cost: CostFigures, exact: boolean): string {
  const about = exact ? "" : "≈";
  const lines = [
    `- ${about}${count(cost.links, "link")} in the output tree${cost.legacyCopies > 0 ? `, ${about}${number(cost.legacyCopies)} of them legacy copies` : ""}`,
    `- ${about}${count(cost.sandboxFiles, "file")} in the sandbox of an action or test`,
    `- ${about}${count(cost.remoteFiles, "file")} for remote execution`,
    ...(cost.bytes > 0
      ? [`- ${cost.unsizedFiles > 0 ? "at least " : ""}${number(Math.ceil(cost.bytes / 1000))} kB in its files`]
      : []),
    ...(cost.generatedDirectories > 0
      ? [
          `- ${count(cost.generatedDirectories, "directory", "directories")} that actions fill: the files in them are not among these`,
        ]
      : []),
  ];
  return `**${title}**\n\n${lines.join("\n")}`;
}

function amounts({ links, emptyFiles }: Pick<ContributorCost, "links" | "emptyFiles">, exact: boolean): string {
  const parts = [
    links > 0 || emptyFiles === 0 ? count(links, "link") : "",
    emptyFiles > 0 ? count(emptyFiles, "empty file") : "",
  ];
  return (exact ? "" : "≈") + parts.filter((part) => part !== "").join(", ");
}

function percent(part: number, whole: number): string {
  const share = (100 * part) / whole;
  return share < 1 ? "< 1 %" : `${Math.round(share)} %`;
}
