/** The box that filters the Runfiles view while one types; Escape restores the former filter. */
import * as vscode from "vscode";
import { filterTerms } from "./entryFilter.ts";
import type { RunfilesView } from "./runfilesView.ts";

/** Milliseconds after the last keystroke. */
const delay = 120;

export function showFilterBox(view: RunfilesView): void {
  const former = view.filter;
  let accepted = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const box = vscode.window.createInputBox();
  box.title = "Filter Runfiles";
  box.value = former;
  box.placeholder = "words of a path or an owner's label";
  box.prompt = `Or ${Object.entries(filterTerms)
    .map(([term, meaning]) => `${term} (${meaning})`)
    .join(", ")}`;
  box.onDidChangeValue((value) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      view.setFilter(value.trim());
    }, delay);
  });
  box.onDidAccept(() => {
    accepted = true;
    box.hide();
  });
  box.onDidHide(() => {
    clearTimeout(timer);
    view.setFilter(accepted ? box.value.trim() : former);
    box.dispose();
  });
  box.show();
}
