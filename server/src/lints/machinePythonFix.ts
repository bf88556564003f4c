/** The fix that lets Python programs run on the machine's own interpreter: the toolchain that rules_python has for it brings one file in place of some 2,300. */
import type { Fix } from "./finding.ts";
import type { LintContext } from "./lint.ts";
import { howSure, type TreeCounts } from "../advice/advice.ts";
import { counted } from "../base/counts.ts";
import { joinPath } from "../base/path.ts";
import { LineIndex } from "../base/text.ts";
import { compareModuleVersions } from "../bazel/workspace/moduleVersion.ts";

/** rules_python has the toolchain since then (CHANGELOG, 0.34.0). */
const SINCE = "0.34.0";

/** For a MODULE.bazel file alone: what a WORKSPACE file registers first depends on the macros that it calls. `counts`: what the interpreter brings to all trees together. */
export function machinePythonFix(context: LintContext, path: string, counts: TreeCounts): readonly Fix[] {
  const { reader, repositories, root } = context;
  const module = repositories.moduleSeenByRoot("rules_python");
  if (path !== joinPath(root, "MODULE.bazel") || module === undefined || module.version === "") return [];
  if (compareModuleVersions(module.version, SINCE) < 0 || registersPython(context)) return [];
  const text = reader.text(path) ?? "";
  const end = new LineIndex(text).position(text.length);
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const before = text.endsWith("\n") ? "" : lineBreak;
  return [
    {
      title: `Run Python programs on the machine's interpreter (${howSure(counts)}${counted(counts.links, "link")} fewer)`,
      kind: "refactor.rewrite",
      preferred: false,
      tradeOff:
        "Programs run with whatever `python3` is on PATH: builds are no longer the same on every machine, and remote execution needs one in its image.",
      edits: [
        {
          path,
          create: false,
          edits: [
            {
              range: { start: end, end },
              newText: `${before}${lineBreak}register_toolchains("@${module.apparent}//python/runtime_env_toolchains:all")${lineBreak}`,
            },
          ],
        },
      ],
      reveal: undefined,
    },
  ];
}

/** The first registration that fits wins, and those of the root module come first: one of Python's among them would stay in force. What Bazel registers by itself, which no statement does, comes last. */
function registersPython({ repositories }: LintContext): boolean {
  return repositories.toolchains.some(
    (registration) =>
      registration.kind === "pattern" &&
      registration.repository === "" &&
      registration.callStack.length > 0 &&
      /python|py_/i.test(registration.pattern),
  );
}
