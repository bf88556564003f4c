/** What `why` prints: chains from a target to the one that brings an entry. */
import type { ProvenanceStep } from "../project.ts";
import { relativePath } from "./paths.ts";
import type { Style } from "./terminal.ts";

type Chain = readonly ProvenanceStep[];

export function whyText(target: string, path: string, chains: readonly Chain[], root: string, style: Style): string {
  if (chains.length === 0) return `${target} does not carry ${path}.\n`;
  return chains.map((chain) => `${chainLines(chain, root, style).join("\n")}\n`).join("\n");
}

/** With paths relative to the workspace. */
export function whyJson(target: string, path: string, chains: readonly Chain[], root: string): unknown {
  return {
    target,
    path,
    chains: chains.map((chain) =>
      chain.map(({ target: step, attribute, location }) => ({
        target: step,
        attribute,
        file: location ? relativePath(root, location.path) : null,
        line: location?.line ?? null,
      })),
    ),
  };
}

function chainLines(chain: Chain, root: string, style: Style): readonly string[] {
  return chain.map(({ target, location }, index) => {
    const via = chain[index - 1]?.attribute;
    const arrow =
      index === 0 ? "" : `${"  ".repeat(index - 1)}└─ ${via === null || via === undefined ? "" : `${via}: `}`;
    const place = location ? ` ${style.dim(`${relativePath(root, location.path)}:${location.line}`)}` : "";
    return `${arrow}${style.bold(target)}${place}`;
  });
}
