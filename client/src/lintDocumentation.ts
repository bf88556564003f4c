/** Opens the page of a lint: the one that came with the extension. */
import * as vscode from "vscode";

/** `argument` is a lint's id; without one the user chooses among the lints of the active file, else among all pages. */
export async function showLintDocumentation(extension: vscode.Uri, argument: unknown): Promise<void> {
  const directory = vscode.Uri.joinPath(extension, "docs", "lints");
  const pages = (await vscode.workspace.fs.readDirectory(directory)).flatMap(([name]) =>
    name.endsWith(".md") ? [name.slice(0, -".md".length)] : [],
  );
  const lint = typeof argument === "string" ? argument : await pickLint(pages);
  if (lint === undefined || !pages.includes(lint)) return;
  await vscode.commands.executeCommand("markdown.showPreview", vscode.Uri.joinPath(directory, `${lint}.md`));
}

async function pickLint(pages: readonly string[]): Promise<string | undefined> {
  const reported = lintsOfActiveEditor();
  const items = pages
    .map((label) => ({ label, description: reported.has(label) ? "reported in this file" : "" }))
    .sort((a, b) => Number(reported.has(b.label)) - Number(reported.has(a.label)));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: "Lint whose page to open" });
  return chosen?.label;
}

function lintsOfActiveEditor(): ReadonlySet<string> {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const diagnostics = uri === undefined ? [] : vscode.languages.getDiagnostics(uri);
  return new Set(
    diagnostics.flatMap(({ code }) => {
      const value = typeof code === "object" ? code.value : code;
      return typeof value === "string" ? [value] : [];
    }),
  );
}
