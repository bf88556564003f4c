/** The private builtins of models for what the target itself and others tell, beside their providers. */
import { builtin } from "../../../starlark/builtin.ts";
import { EvalError } from "../../../starlark/errors.ts";
import { StarlarkList } from "../../../starlark/list.ts";
import { Unknown } from "../../../starlark/unknown.ts";
import { Artifact } from "../../artifact.ts";
import { binRoot } from "../../configuration/configuration.ts";
import { Label } from "../../label.ts";
import { Provider } from "../../provider.ts";
import { ConfiguredTarget } from "../configuredTarget.ts";
import { distinctTargets } from "../dependencies.ts";
import { findTarget } from "../queries.ts";
import { contextOf } from "../ruleContext.ts";

export const provided = builtin({
  name: "provided",
  doc: "The instances of a provider that the targets of an attribute have, an Unknown for each target that may have it.",
  params: [{ name: "ctx" }, { name: "attribute", types: ["string"] }, { name: "provider", types: ["Provider"] }],
  run: (_thread, [ctx, attribute, provider]) => {
    const { spec } = contextOf(ctx);
    const dependencies = spec.dependencies.get(attribute as string);
    if (!dependencies || !(provider instanceof Provider))
      throw new EvalError("expected the name of a dependency attribute and a provider");
    if (dependencies.value instanceof Unknown) return new StarlarkList([dependencies.value]);
    const targets = dependencies.labels.flatMap((label) =>
      label instanceof Unknown ? [label] : distinctTargets(label),
    );
    return new StarlarkList(
      targets
        .map((target) => (target instanceof Unknown ? target : target.seenBy(spec.onEstimate).provider(provider)))
        .filter((value) => value !== undefined),
    );
  },
});

export const output = builtin({
  name: "output",
  doc: "An output of the target at a path below the `bin` directory, wherever the target's package is.",
  params: [{ name: "ctx" }, { name: "path", types: ["string"] }],
  run: (_thread, [ctx, path]) => {
    const { target, key } = contextOf(ctx).spec;
    const root = binRoot(key.configuration);
    return new Artifact({
      root,
      path: `${root.path}/${path as string}`,
      shortPath: path as string,
      kind: "file",
      owner: target.label,
      configuration: key.configuration.id,
    });
  },
});

export const attributeLabel = builtin({
  name: "attribute_label",
  doc: "The label that an attribute holds, whatever it stands for.",
  params: [{ name: "ctx" }, { name: "attribute", types: ["string"] }],
  run: (_thread, [ctx, attribute]) => contextOf(ctx).spec.values.get(attribute as string) ?? null,
});

export const isGiven = builtin({
  name: "is_given",
  doc: "Whether the BUILD file gives the attribute a value.",
  params: [{ name: "ctx" }, { name: "attribute", types: ["string"] }],
  run: (_thread, [ctx, attribute]) => contextOf(ctx).spec.target.attributes.has(attribute as string),
});

export const contextBuiltin = builtin({
  name: "context",
  doc: "The rule context that `actions` belong to. Who asks for it makes actions by them.",
  params: [{ name: "actions", types: ["actions"] }],
  run: (_thread, [actions]) => {
    const context = contextOf(actions);
    if (context.spec.recorder) context.spec.recorder.hasOthers = true;
    return context;
  },
});

export const ruleClassBuiltin = builtin({
  name: "rule_class",
  doc: "The name of the rule that made a target, or whose context this is; None for files.",
  params: [{ name: "target", types: ["Target", "ctx"] }],
  run: (_thread, [target]) => {
    const rule = target instanceof ConfiguredTarget ? target.rule : contextOf(target).spec.target;
    return rule?.ruleClass.name ?? null;
  },
});

export const ruleAttribute = builtin({
  name: "rule_attribute",
  doc: "An attribute of the rule that made a target, as the BUILD file says it or by default.",
  params: [
    { name: "target", types: ["Target"] },
    { name: "name", types: ["string"] },
  ],
  run: (_thread, [target, name]) => {
    if (!(target instanceof ConfiguredTarget) || !target.rule) return null;
    const { attributes, ruleClass } = target.rule;
    return attributes.get(name as string) ?? ruleClass.attributes.get(name as string)?.default ?? null;
  },
});

export const declaredAttribute = builtin({
  name: "declared_attribute",
  doc: "An attribute of the rule that a label names, as the BUILD file says it; None where nobody knows it for sure. The rule is no dependency.",
  params: [{ name: "ctx" }, { name: "label", types: ["Label"] }, { name: "name", types: ["string"] }],
  run: (_thread, [ctx, label, name]) => {
    const { graph, host } = contextOf(ctx).spec;
    const found = label instanceof Label ? findTarget(graph, host, label) : undefined;
    if (found?.kind !== "found" || found.target.kind !== "rule" || found.package.doubt) return null;
    return found.target.attributes.get(name as string) ?? null;
  },
});
