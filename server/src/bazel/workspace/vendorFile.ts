/** VENDOR.bazel, which says of a vendor directory what is not taken from it, and what is taken as it is (bazel/bzlmod/VendorFileFunction.java, VendorFileGlobals.java; Bazel 7.1 and later). */
import type { SyntaxTree } from "../../syntax/ast.ts";
import { builtin } from "../../starlark/builtin.ts";
import { EvalError } from "../../starlark/errors.ts";
import { runFile } from "../../starlark/evaluate.ts";
import { REPO_OPTIONS } from "../../starlark/fileOptions.ts";
import { compile } from "../../starlark/program.ts";
import { Thread } from "../../starlark/thread.ts";
import type { ThreadOptions } from "../../starlark/thread.ts";
import { Tuple } from "../../starlark/tuple.ts";
import type { Value } from "../../starlark/value.ts";

export interface VendorFile {
  /** Canonical names of repositories that Bazel fetches as if there were no vendor directory. */
  readonly ignored: ReadonlySet<string>;
  /** Those that it takes from there whatever they are. */
  readonly pinned: ReadonlySet<string>;
}

export const NO_VENDOR_FILE: VendorFile = { ignored: new Set(), pinned: new Set() };

/** `thread`: its limits. */
export function evaluateVendorFile(
  fileId: string,
  tree: SyntaxTree,
  thread: Pick<ThreadOptions, "maxSteps" | "isCancelled">,
): VendorFile {
  const ignored = new Set<string>();
  const pinned = new Set<string>();
  const functions = [
    collector("ignore", "Leaves repositories out of vendoring.", ignored),
    collector("pin", "Keeps repositories as they are in the vendor directory.", pinned),
  ];
  const predeclared = new Map<string, Value>(functions.map((function_) => [function_.name, function_]));
  const program = compile(tree, fileId, REPO_OPTIONS, (name) => predeclared.has(name), predeclared.keys());
  try {
    runFile(program, {
      thread: new Thread(thread),
      predeclared,
      modules: () => ({ symbol: () => null }),
      onStatementAborted: () => "continue",
    });
  } catch (error) {
    if (!(error instanceof EvalError)) throw error;
  }
  return { ignored, pinned };
}

function collector(name: string, doc: string, names: Set<string>): Value & { readonly name: string } {
  return builtin({
    name,
    doc,
    params: [{ name: "args", kind: "args", doc: "The canonical repository names, with `@@` before them." }],
    run: (_thread, [labels]) => {
      for (const label of labels instanceof Tuple ? labels.items : []) {
        if (typeof label !== "string" || !label.startsWith("@@"))
          throw new EvalError(`the canonical repository name must start with \`@@\``);
        names.add(label.slice(2));
      }
      return null;
    },
  });
}
