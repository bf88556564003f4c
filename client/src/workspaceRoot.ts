/** Whether the window has anything to do with Bazel: the question that decides if the extension does anything at all. */
import * as vscode from "vscode";
import { languages, rootMarkers, selfAndAncestors } from "./bazelFiles.ts";

/** Whether a workspace folder, or the directory of an open Bazel file, lies in a Bazel workspace. */
export async function isBazelWindow(): Promise<boolean> {
  const folders = (vscode.workspace.workspaceFolders ?? []).map((folder) => folder.uri);
  const documents = vscode.workspace.textDocuments.filter(isBazelDocument).map((document) => document.uri);
  const places = [...folders, ...documents].filter((uri) => uri.scheme === "file");
  return (await Promise.all(places.map(isBelowRoot))).includes(true);
}

export function isBazelDocument(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file" && languages.some((language) => language === document.languageId);
}

async function isBelowRoot(uri: vscode.Uri): Promise<boolean> {
  const markers = selfAndAncestors(uri.path).flatMap((directory) =>
    rootMarkers.map((marker) => vscode.Uri.joinPath(uri.with({ path: directory }), marker)),
  );
  return (await Promise.all(markers.map(isFile))).includes(true);
}

async function isFile(uri: vscode.Uri): Promise<boolean> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return (type & vscode.FileType.File) !== 0;
  } catch {
    return false;
  }
}
