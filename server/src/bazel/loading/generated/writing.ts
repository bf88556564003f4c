/** What `repository_ctx` and `module_ctx` write into their working directory, which for a rule is the repository that it makes. */
import { joinPath } from "../../../base/path.ts";
import { builtin } from "../../../starlark/builtin.ts";
import { StarlarkDict } from "../../../starlark/dict.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { Unknown, UnknownDecision } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { placeOf, textAt, type ExternalContext } from "./context.ts";
import { kindOf, linkedPath, type GeneratedFile, type GeneratedFiles } from "./files.ts";

/** How a context reads and writes there. `context`: asked when it is complete. */
export function ownFiles(
  context: () => ExternalContext,
  files: Map<string, GeneratedFile>,
): Pick<ExternalContext, "ownText" | "ownKind" | "write"> {
  return {
    ownText: (path) => {
      const linked = linkedPath(files, path);
      if (linked !== undefined) return textAt(context(), { kind: "disk", path: linked });
      const file = files.get(path);
      return file?.kind === "text" ? file.text : undefined;
    },
    ownKind: ({ path }) => {
      const { graph, dependencies } = context();
      const kind = kindOf(graph, dependencies.files, files, path);
      return kind === "file" || kind === "directory" ? kind : "missing";
    },
    write: (path, file) => void files.set(path, file),
  };
}

/** A path in the working directory. */
function ownPath(context: ExternalContext, value: Value | undefined): string {
  const place = placeOf(context, value ?? null);
  if (place.kind === "repository") return joinPath("", place.path);
  throw new EvalError(`cannot write outside of the repository directory for path ${place.path}`);
}

export function fileBuiltin(context: ExternalContext, files: Map<string, GeneratedFile>): Value {
  return builtin({
    name: "file",
    params: [
      { name: "path" },
      { name: "content", default: "", types: ["string"] },
      { name: "executable", default: true },
      { name: "legacy_utf8", default: false },
    ],
    run: (_thread, [path, content]) => {
      files.set(ownPath(context, path), { kind: "text", text: content as string });
      return null;
    },
  });
}

export function templateBuiltin(context: ExternalContext, files: Map<string, GeneratedFile>): Value {
  return builtin({
    name: "template",
    params: [
      { name: "path" },
      { name: "template" },
      { name: "substitutions", default: new StarlarkDict(), types: ["dict"] },
      { name: "executable", default: true },
      { name: "watch_template", default: "auto", kind: "named-only" },
    ],
    run: (_thread, [path, template, substitutions]) => {
      let text = textAt(context, placeOf(context, template ?? null));
      for (const [key, value] of (substitutions as StarlarkDict).entries()) {
        if (value instanceof Unknown) throw new UnknownDecision(value);
        text = text.replaceAll(key as string, () => value as string);
      }
      files.set(ownPath(context, path), { kind: "text", text });
      return null;
    },
  });
}

function fileAt(files: GeneratedFiles, path: string): GeneratedFile | undefined {
  const linked = linkedPath(files, path);
  return linked === undefined ? files.get(path) : { kind: "link", path: linked };
}

export function symlinkBuiltin(context: ExternalContext, files: Map<string, GeneratedFile>): Value {
  return builtin({
    name: "symlink",
    params: [{ name: "target" }, { name: "link_name" }],
    run: (_thread, [target, link]) => {
      const place = placeOf(context, target ?? null);
      const own = place.kind === "repository" ? fileAt(files, place.path) : undefined;
      if (place.kind === "disk") files.set(ownPath(context, link), { kind: "link", path: place.path });
      else if (place.kind === "made") files.set(ownPath(context, link), { kind: "text", text: place.text });
      else if (own) files.set(ownPath(context, link), own);
      else throw new EvalError(`cannot link to ${place.path}`);
      return null;
    },
  });
}

export function deleteBuiltin(context: ExternalContext, files: Map<string, GeneratedFile>): Value {
  return builtin({
    name: "delete",
    params: [{ name: "path" }],
    run: (_thread, [path]) => {
      const own = ownPath(context, path);
      let deleted = false;
      for (const name of [...files.keys()])
        if (name === own || name.startsWith(`${own}/`)) deleted = files.delete(name) || deleted;
      return deleted;
    },
  });
}
