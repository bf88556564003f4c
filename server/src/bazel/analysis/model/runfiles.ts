/** The private builtins of models for runfiles: collecting them as Bazel's Java does, and the supplier of empty files. */
import { builtin, type Builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Tuple } from "../../../starlark/tuple.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import { Depset } from "../../depset.ts";
import { mergeRunfiles, Runfiles, unknownRunfiles } from "../../runfiles/runfiles.ts";
import { contextOf } from "../ruleContext.ts";
import { dataRunfiles, mappedRunfiles } from "../runfilesBuiltin.ts";
import { strings } from "./strings.ts";

export const collect = builtin({
  name: "collect",
  doc: "Runfiles of the targets of attributes: those in `data` as data (files too), then those in `default` by default runfiles and those in `data_of` by data runfiles, files left out.",
  params: [
    { name: "ctx" },
    { name: "data", default: new StarlarkList([]) },
    { name: "default", default: new StarlarkList([]) },
    { name: "data_of", default: new StarlarkList([]) },
  ],
  run: (_thread, [ctx, data, byDefault, dataOf]) => {
    const { spec } = contextOf(ctx);
    return mergeRunfiles([
      ...strings(data).flatMap((attribute) => dataRunfiles(spec, attribute)),
      ...strings(byDefault).flatMap((attribute) => mappedRunfiles(spec, attribute, "default")),
      ...strings(dataOf).flatMap((attribute) => mappedRunfiles(spec, attribute, "data")),
    ]);
  },
});

export const runfilesOf = builtin({
  name: "runfiles_of",
  doc: "Runfiles of depsets of files, one after the other.",
  acceptsUnknown: true,
  params: [{ name: "sets", kind: "args" }],
  run: (_thread, [sets]) => {
    const all = sets instanceof Tuple ? sets.items : [];
    const known = all.filter((set): set is Depset | Unknown => set instanceof Depset || set instanceof Unknown);
    if (known.length < all.length) throw new EvalError("expected depsets");
    return new Runfiles({ artifacts: new Depset("postorder", [], known) });
  },
});

export const singleton = builtin({
  name: "singleton",
  doc: "The file of a depset that holds one, None for others.",
  params: [{ name: "files", types: ["depset"] }],
  run: (_thread, [files]) => {
    if (!(files instanceof Depset)) return null;
    const [unknown] = files.unknowns;
    return unknown ?? files.singleton() ?? null;
  },
});

export const withPythonInits = initsBuiltin(
  "with_python_inits",
  "python-init",
  "Runfiles whose trees get an empty __init__.py beside Python files.",
);

export const withoutInits = initsBuiltin("without_inits", "none", "Runfiles whose trees get no empty files.");

export const withCopies = builtin({
  name: "with_copies",
  doc: "Runfiles whose trees have legacy copies where the flag says so.",
  params: [{ name: "runfiles", types: ["runfiles"] }],
  run: (_thread, [runfiles]) => {
    if (!(runfiles instanceof Runfiles)) throw new EvalError("expected runfiles");
    return new Runfiles({ ...runfiles, withoutCopies: false });
  },
});

export const unknownRunfilesBuiltin = builtin({
  name: "unknown_runfiles",
  doc: "Runfiles of which only is known that a value keeps them from being known.",
  params: [{ name: "why", acceptsUnknown: true }],
  run: (_thread, [why]) => (why instanceof Unknown ? unknownRunfiles(why) : mergeRunfiles([])),
});

function initsBuiltin(name: string, emptyFiles: "python-init" | "none", doc: string): Builtin {
  return builtin({
    name,
    doc,
    params: [{ name: "runfiles", types: ["runfiles"] }],
    run: (_thread, [runfiles]) => {
      if (!(runfiles instanceof Runfiles)) throw new EvalError("expected runfiles");
      return new Runfiles({
        artifacts: runfiles.artifacts,
        symlinks: runfiles.symlinks,
        rootSymlinks: runfiles.rootSymlinks,
        emptyFiles,
      });
    },
  });
}
