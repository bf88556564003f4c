/** Badges and colours of the Runfiles view. They hang on a private URI scheme, so that no other view shows them. */
import * as vscode from "vscode";
import type { Decoration } from "./presentation.ts";
import { count } from "./wording.ts";

const scheme = "runfiles-lens-entry";

/** The URI of an entry or folder in the view. Its query carries the decoration, its path gives the file icon. */
export function entryUri(path: string, { contended, legacy }: Decoration): vscode.Uri {
  const query = new URLSearchParams();
  if (contended > 0) query.set("contended", String(contended));
  if (legacy) query.set("legacy", "");
  return vscode.Uri.from({ scheme, path: `/${path.replace(/\/$/, "")}`, query: query.toString() });
}

export function registerDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      return uri.scheme === scheme ? decorate(new URLSearchParams(uri.query)) : undefined;
    },
  });
}

function decorate(query: URLSearchParams): vscode.FileDecoration | undefined {
  const contended = Number(query.get("contended") ?? 0);
  if (contended > 0) {
    return new vscode.FileDecoration(
      contended > 9 ? "9+" : String(contended),
      `${count(contended, "artifact or path", "artifacts or paths")} in collision`,
      new vscode.ThemeColor("list.warningForeground"),
    );
  }
  if (query.has("legacy")) {
    return new vscode.FileDecoration("L", "Legacy copy", new vscode.ThemeColor("descriptionForeground"));
  }
  return undefined;
}
