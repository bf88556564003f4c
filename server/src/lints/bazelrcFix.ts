/** The quick fix that puts `--nolegacy_external_runfiles` in force, shared by the lints about legacy copies. */
import type { Fix } from "./finding.ts";
import type { LintContext } from "./lint.ts";
import { editToSetFlag } from "../bazel/workspace/bazelrc/edit.ts";

/** No fix where the flag is in force, or where the version makes it meaningless. */
export function noLegacyRunfilesFix(context: LintContext): readonly Fix[] {
  const edit = editToSetFlag(context.reader, {
    flag: "legacy_external_runfiles",
    value: false,
    inputs: context.rc,
    hostOs: context.settings.top.host.os,
  });
  if (edit.kind !== "edit") return [];
  const [shown] = edit.files;
  return [
    {
      title: "Add `--nolegacy_external_runfiles` to .bazelrc",
      kind: "quickfix",
      preferred: true,
      tradeOff:
        "Programs and rulesets that still read files under `<workspace>/external/<repository>` no longer find them there.",
      edits: edit.files.map(({ path, create, edits }) => ({ path, create, edits })),
      reveal: { path: shown.path, line: shown.line },
    },
  ];
}
