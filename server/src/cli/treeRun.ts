/** `runfiles-lens tree`: predicted trees, or those that Bazel itself tells. */
import { locateBazel } from "../host/bazelCall.ts";
import { resolveWithBazel } from "../host/resolution.ts";
import type { TreeDocument } from "../project/treeDocument.ts";
import type { CliCommand } from "./arguments.ts";
import { CliError, json, refuseErrors, type Session } from "./session.ts";
import { treeText } from "./treeText.ts";

export async function runTree(command: Extract<CliCommand, { kind: "tree" }>, session: Session): Promise<number> {
  const { terminal } = session.host;
  const { labels, errors } = await session.ask("expand", {
    patterns: command.targets,
    includeManual: true,
  });
  refuseErrors(errors);
  const trees: TreeDocument[] = [];
  for (const label of labels) {
    const predicted = await predictedTree(session, label);
    trees.push(command.source === "bazel" ? await bazelsTree(session, predicted) : predicted);
  }
  terminal.progress("");
  const { style } = terminal;
  if (command.format === "json") terminal.write(json(trees));
  else terminal.write(trees.map((tree) => treeText(tree, { style, all: command.all })).join("\n"));
  return 0;
}

async function predictedTree({ ask }: Session, label: string): Promise<TreeDocument> {
  const data = await ask("tree", { target: label });
  if (data.kind === "none") throw new CliError(data.message);
  return data.tree;
}

async function bazelsTree({ host, options, root }: Session, predicted: TreeDocument): Promise<TreeDocument> {
  const call = {
    root,
    build: options.build,
    executable: options.bazelExecutable ?? "bazel",
    flagsInForce: predicted.flags,
    log: host.terminal.progress,
    signal: host.interruption(),
  };
  const located = await locateBazel(call);
  if (located.kind !== "ok") throw new CliError(located.message);
  const resolved = await resolveWithBazel(call, located.value, predicted);
  if (resolved.kind !== "ok") throw new CliError(`Bazel gave no answer: ${resolved.message}`);
  return resolved.tree;
}
