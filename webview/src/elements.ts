/** DOM elements in one expression. Texts are set as text: nothing that comes from a workspace is ever parsed as markup. */

type Child = Node | string | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

export function button(text: string, attributes: Readonly<Record<string, string>>, onClick: () => void) {
  const made = element("button", { type: "button", ...attributes }, text);
  made.addEventListener("click", onClick);
  return made;
}

/** Replaces what an element holds. Who had the focus in it has it again, found by its `data-key`, and stands where it stood. */
export function replaceContents(parent: HTMLElement, ...contents: readonly (Node | string)[]): void {
  const key = document.activeElement?.getAttribute("data-key");
  const top = document.scrollingElement?.scrollTop ?? 0;
  parent.replaceChildren(...contents);
  if (key === null || key === undefined) return;
  parent.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus({ preventScroll: true });
  document.scrollingElement?.scrollTo({ top });
}
