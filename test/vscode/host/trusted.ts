/** The split-transition workspace in a trusted window: findings, lenses, tree, and what typing does to them. */
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { eventually, flatten, openAt, outline, parts, replace, test, workspaceUri } from "./harness.ts";

export { run } from "./harness.ts";

function findings(path: string, lint: string): vscode.Diagnostic[] {
  return vscode.languages
    .getDiagnostics(workspaceUri(path))
    .filter(({ code }) => (typeof code === "object" ? code.value : code) === lint);
}

async function lenses(path: string): Promise<vscode.CodeLens[]> {
  return vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", workspaceUri(path), 1_000);
}

test("a collision is underlined at the call that makes the target", async () => {
  const { document } = await openAt("BUILD.bazel", "# One path");
  const [finding] = await eventually("the collision is found", () => {
    const found = findings("BUILD.bazel", "runfiles-collision");
    return found.length > 0 && found;
  });
  assert.ok(finding);
  assert.equal(finding.source, "Runfiles Lens");
  assert.match(finding.message, /boring_output\.txt/);
  const statement = document.getText(new vscode.Range(finding.range.start, finding.range.end.translate(6)));
  assert.match(statement, /bin_with_data|binary_with_files/);
  assert.ok((finding.relatedInformation?.length ?? 0) > 0, "the contenders are related information");
});

test("targets without a conflict have no finding", async () => {
  const { document } = await openAt("BUILD.bazel", "# One path");
  const lines = findings("BUILD.bazel", "runfiles-collision").map(({ range }) => range.start.line);
  const from = document.getText().indexOf("# A source file is the same artifact");
  const until = document.getText().indexOf("# Each is fine alone");
  assert.deepEqual(
    lines.filter((line) => line > document.positionAt(from).line && line < document.positionAt(until).line),
    [],
  );
});

test("a lens over the call counts links and collisions, and opens the tree", async () => {
  await openAt("BUILD.bazel", "# One path");
  const lens = await eventually("the lens counts the collision", async () =>
    (await lenses("BUILD.bazel")).find(({ command }) => command?.title.includes("collision")),
  );
  assert.match(lens.command?.title ?? "", /\d+ links? .*1 collision/);
  await vscode.commands.executeCommand(lens.command?.command ?? "", ...((lens.command?.arguments ?? []) as unknown[]));
  const shown = await parts();
  await eventually("the tree of the lens's target", () => shown.view().kind === "tree" && shown.nodes().length > 0);
  assert.equal(shown.view().target, "//:bin_with_data");
});

test("the tree marks the path that three artifacts want", async () => {
  const shown = await parts();
  const entry = flatten(shown.nodes()).find(({ kind, label }) => kind === "entry" && label === "boring_output.txt");
  assert.ok(entry, outline(shown.nodes()).join("\n"));
  assert.match(entry.description, /^3 contenders/);
  assert.equal(entry.children.length, 3);
  assert.match(entry.spoken, /3 artifacts want this path/);
  for (const os of ["linux", "darwin", "windows"]) {
    assert.ok(
      entry.children.some(({ label }) => label.includes(os)),
      `a contender for ${os}: ${outline(entry.children).join(", ")}`,
    );
  }
});

test("the tree says at its top whether it is complete", async () => {
  const shown = await parts();
  const completeness = shown.nodes().find(({ kind }) => kind === "completeness");
  assert.equal(completeness?.label, "Complete", outline(shown.nodes()).join("\n"));
});

test("the view follows the cursor, unless it is pinned", async () => {
  const shown = await parts();
  await openAt("BUILD.bazel", 'name = "bin_with_source_file"');
  await eventually("the tree under the cursor", () => shown.view().target === "//:bin_with_source_file");
  await vscode.commands.executeCommand("runfilesLens.pin");
  await openAt("BUILD.bazel", 'name = "run_all"');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.equal(shown.view().target, "//:bin_with_source_file");
  await vscode.commands.executeCommand("runfilesLens.unpin");
  await eventually("the tree under the cursor again", () => shown.view().target === "//:run_all");
});

test("root symlinks that get lost in merging are collisions of the merged tree", async () => {
  const shown = await parts();
  await openAt("BUILD.bazel", 'name = "run_all"');
  await eventually("the merged tree", () => shown.view().target === "//:run_all" && shown.view().kind === "tree");
  const collisions = flatten(shown.nodes()).filter(({ kind }) => kind === "collision");
  assert.equal(collisions.length, 3, outline(shown.nodes()).join("\n"));
});

test("typing the remedy takes the finding and the contenders away, undoing brings them back", async () => {
  const shown = await parts();
  const { document } = await openAt("BUILD.bazel", 'name = "bin_with_data"');
  await eventually(
    "the tree with contenders",
    () => shown.view().target === "//:bin_with_data" && shown.nodes().some(({ kind }) => kind === "collisions"),
  );
  await replace(
    document,
    'name = "bin_with_data",\n    file = ":my_boring_file"',
    'name = "bin_with_data",\n    file = "source.txt"',
  );
  await eventually("the finding goes", () => findings("BUILD.bazel", "runfiles-collision").length === 0);
  await eventually(
    "the tree has one artifact a path",
    () => shown.view().kind === "tree" && !shown.nodes().some(({ kind }) => kind === "collisions"),
  );
  assert.ok(document.isDirty, "nothing was saved behind the user's back");
  await vscode.commands.executeCommand("undo");
  await eventually("the finding is back", () => findings("BUILD.bazel", "runfiles-collision").length > 0);
  await vscode.commands.executeCommand("workbench.action.files.revert");
});

test("half-typed code brings no findings of ours and keeps the server alive", async () => {
  const { document } = await openAt("BUILD.bazel", "# One path");
  const before = findings("BUILD.bazel", "runfiles-collision").length;
  await replace(document, "# One path, three contenders.", "binary_with_files(\n    name = ");
  const shown = await parts();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  assert.equal(shown.server(), "running");
  assert.ok(findings("BUILD.bazel", "runfiles-collision").length <= before);
  await vscode.commands.executeCommand("undo");
  await eventually("the findings are as before", () => findings("BUILD.bazel", "runfiles-collision").length === before);
  await vscode.commands.executeCommand("workbench.action.files.revert");
});

test("the filter narrows the tree and says so", async () => {
  const shown = await parts();
  await openAt("BUILD.bazel", 'name = "bin_with_data"');
  await eventually("the tree", () => shown.view().target === "//:bin_with_data" && shown.view().kind === "tree");
  const node = { kind: "collisions", id: "collisions" };
  await vscode.commands.executeCommand("runfilesLens.filterByNode", node);
  assert.match(shown.view().message, /is:collision/);
  const entries = flatten(shown.nodes()).filter(({ kind }) => kind === "entry");
  assert.deepEqual(
    entries.map(({ label }) => label),
    ["boring_output.txt"],
  );
  await vscode.commands.executeCommand("runfilesLens.clearFilter");
  assert.equal(shown.view().message, "");
});

test("the status item says version, root, command and completeness", async () => {
  const shown = await parts();
  const [workspace = "", build = "", completeness = ""] = shown.status();
  assert.match(workspace, /^Bazel 7\.4\.0 \| .*\.bazelversion/);
  assert.match(build, /^bazel build/);
  assert.match(completeness, /complete/);
});

test("all commands of the manifest are registered", async () => {
  const manifest = (await import("../../../package.json")).default;
  const registered = new Set(await vscode.commands.getCommands(true));
  const declared = manifest.contributes.commands.map(({ command }) => command);
  assert.deepEqual(
    declared.filter((command) => !registered.has(command)),
    [],
  );
});

test("a .bazelrc explains, completes and advises flags", async () => {
  const uri = workspaceUri(".bazelrc");
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode("build --build_runfile_links\nbuild --no\n"));
  try {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri));
    const hover = await eventually("the hover speaks of the links here", async () => {
      const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
        "vscode.executeHoverProvider",
        uri,
        new vscode.Position(0, 10),
      );
      const texts = hovers.flatMap(({ contents }) =>
        contents.map((content) => (typeof content === "string" ? content : content.value)),
      );
      return texts.find((text) => text.includes("`--build_runfile_links`"));
    });
    assert.match(hover, /In force: `--build_runfile_links` \(\.bazelrc, line 1\)/);
    assert.match(hover, /a build of everything makes [\w ]*\d+ links of \d+ targets/);
    const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
      "vscode.executeCompletionItemProvider",
      uri,
      new vscode.Position(1, 10),
    );
    const proposed = items.find(({ label }) => label === "--nobuild_runfile_links");
    assert.equal(proposed?.detail, "default true in Bazel 7.4.0");
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      new vscode.Range(0, 0, 0, 0),
    );
    const advice = actions.find(({ title }) => title.startsWith("Set `--nobuild_runfile_links` in .bazelrc"));
    assert.match(advice?.title ?? "", /\d+ links fewer/);
    assert.ok(advice?.edit, "the advice carries its edit");
  } finally {
    await vscode.workspace.fs.delete(uri);
  }
});
