/** The private builtins of models for the version in force, the configuration and its platforms. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import type { Value } from "../../../starlark/value.ts";
import { hasHashedDirectory, nativeOption } from "../../configuration/configuration.ts";
import { parseLabel } from "../../label.ts";
import { isAtLeast } from "../../workspace/bazelVersion.ts";
import { executionOf, ownExecutionPlatform } from "../executionPlatform.ts";
import { constraintsOf, targetPlatform } from "../platforms.ts";
import { contextOf } from "../ruleContext.ts";

export const atLeast = builtin({
  name: "at_least",
  doc: "Whether the Bazel version in force is this one or a later one.",
  params: [{ name: "ctx" }, { name: "version", types: ["string"] }],
  run: (_thread, [ctx, version]) => {
    const { graph, host } = contextOf(ctx).spec;
    return isAtLeast(host.workspace(graph).bazelVersion, version as string);
  },
});

export const option = builtin({
  name: "option",
  doc: "The value of a native option (without dashes) in the target's configuration.",
  params: [{ name: "ctx" }, { name: "name", types: ["string"] }],
  run: (_thread, [ctx, name]) => {
    const value = nativeOption(contextOf(ctx).spec.key.configuration, name as string);
    return Array.isArray(value) ? new StarlarkList([...(value as readonly string[])]) : (value as Value);
  },
});

export const hostOs = builtin({
  name: "host_os",
  doc: "linux, macos or windows.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => contextOf(ctx).spec.key.configuration.top.host.os,
});

export const hostCpu = builtin({
  name: "host_cpu",
  doc: "x86_64 or aarch64.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => contextOf(ctx).spec.key.configuration.top.host.arch,
});

export const targetOs = builtin({
  name: "target_os",
  doc: "linux, macos, windows or another value of @platforms//os that the target platform has; None where it has none.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => {
    const { graph, host, key } = contextOf(ctx).spec;
    const platform = targetPlatform(key.configuration);
    if (platform instanceof Unknown) return platform;
    const constraints = constraintsOf(graph, host, platform, key);
    if (constraints instanceof Unknown) return constraints;
    return constraints.get("@@platforms//os:os")?.replace(/^.*:/, "") ?? null;
  },
});

export const hasHashedDirectoryBuiltin = builtin({
  name: "has_hashed_directory",
  doc: "Whether the name of the configuration's output directory may hold an `ST-…` hash.",
  params: [{ name: "ctx" }],
  run: (_thread, [ctx]) => hasHashedDirectory(contextOf(ctx).spec.key.configuration),
});

export const registeredToolchain = builtin({
  name: "registered_toolchain",
  doc: "The label under which the toolchain in force for a type was registered, by the workspace or by a flag; None where Bazel's own is in force.",
  params: [{ name: "ctx" }, { name: "type", types: ["string"] }],
  run: (_thread, [ctx, type]) => {
    const { graph, host, key, target } = contextOf(ctx).spec;
    const parsed = parseLabel(type as string, {
      package: { repository: "", path: "" },
      resolveRepository: (apparent) => apparent,
    });
    if (parsed.kind === "error") throw new EvalError(parsed.message);
    const resolved = graph.get(host.toolchains, {
      type: parsed.label,
      usesTransition: false,
      configuration: key.configuration,
      order: key.order,
      execution: executionOf(ownExecutionPlatform(graph, host, key, target)),
    });
    if (resolved.kind === "toolchain") return resolved.declaredBy;
    return resolved.kind === "unknown" && resolved.registered ? resolved.unknown : null;
  },
});
