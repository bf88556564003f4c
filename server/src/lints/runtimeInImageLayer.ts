import { counted, grouped } from "../base/counts.ts";
import type { ConfiguredTarget } from "../bazel/analysis/configuredTarget.ts";
import type { ContributorCost, TargetCost } from "../bazel/analysis/treeCost.ts";
import type { RuleTarget } from "../bazel/target.ts";
import type { Finding } from "./finding.ts";
import type { Executable, Lint, LintContext } from "./lint.ts";

/** A container layer that packs a program's whole runfiles tree, runtime and own files together. */
export const runtimeInImageLayer: Lint = {
  id: "runtime-in-image-layer",
  level: "analysis",
  severity: "information",
  summary: "A container layer packs the whole runfiles tree of a program: its runtime together with its own files.",
  explanation: `## What
An image takes an archive that \`pkg_tar\` makes of a program with \`include_runfiles\`, or an \`image_layer\` of rules_img, which includes them by itself. The archive is one layer, and holds all of the program's runfiles.

\`\`\`starlark
pkg_tar(
    name = "layer",
    srcs = [":server"],  # a py_binary
    include_runfiles = True,
)

oci_image(
    name = "image",
    base = "@distroless_base",
    tars = [":layer"],
)
\`\`\`

## Why
A layer is made, pushed and pulled as a whole. One edited line of the program moves its interpreter and its dependencies, too, tens of megabytes that have not changed. And where several layers of an image are made so, each has the
runtime once more.

## Instead
Give what seldom changes layers of its own, below the program's: \`py_image_layer\` of aspect_rules_py (groups \`interpreter\` and \`packages\`; from 2.0 on the interpreter has a layer where \`interpreter_group\` is set), \`js_image_layer\` of
aspect_rules_js, \`layer_from_binary\` of rules_img. Or take a base image that has the runtime, and a toolchain that stands for it. Two layers, runtime with dependencies and the program, are enough for most: a layer for each package is
more to manage, and few images may have more than 127.
`,
  check: (context) => images(context).flatMap((image) => findings(context, image)),
};

/** Files of a runtime from which on it is worth a finding. */
const MANY_FILES = 200;

interface Layer {
  readonly archive: RuleTarget;
  readonly program: Executable;
  readonly cost: TargetCost;
  readonly runtime: ContributorCost;
}

interface Image {
  readonly rule: RuleTarget;
  readonly layers: readonly Layer[];
}

/** Attributes that images take their archives in: rules_oci's `oci_image`, rules_docker's `container_image` and `container_layer` have `tars`, rules_img's `image_manifest` has `layers`. */
const LAYER_ATTRIBUTES = ["tars", "layers"];

function images(context: LintContext): readonly Image[] {
  const executables = new Map(context.executables.map((one) => [one.rule.label.toString(), one]));
  return context.packages.flatMap((package_) =>
    [...package_.targets.values()].flatMap((target) => {
      if (target.kind !== "rule" || !takesLayers(target)) return [];
      const layers = layersOf(context, target, executables);
      return layers.length > 0 ? [{ rule: target, layers }] : [];
    }),
  );
}

function takesLayers({ ruleClass }: RuleTarget): boolean {
  return LAYER_ATTRIBUTES.some((attribute) => ruleClass.attributes.has(attribute));
}

function layersOf(
  context: LintContext,
  image: RuleTarget,
  executables: ReadonlyMap<string, Executable>,
): readonly Layer[] {
  const prediction = context.predict(image.label);
  if (prediction.kind !== "tree") return [];
  return LAYER_ATTRIBUTES.flatMap((attribute) => named(prediction.target, attribute)).flatMap((layer) => {
    const { dependencies, rule: archive } = layer;
    if (!archive || !includesRunfiles(archive)) return [];
    return dependencies.flatMap(({ attribute, target }) => {
      const program = attribute === "srcs" ? executables.get(target.label.toString()) : undefined;
      const cost = program && context.cost(program);
      const runtime = cost && largestRuntime(cost);
      return runtime ? [{ archive, program, cost, runtime }] : [];
    });
  });
}

/** `pkg_tar` is asked for it, rules_img's `image_layer` does it unless told otherwise. */
function includesRunfiles({ attributes, ruleClass }: RuleTarget): boolean {
  const name = "include_runfiles";
  return (attributes.get(name) ?? ruleClass.attributes.get(name)?.default) === true;
}

function named({ dependencies }: ConfiguredTarget, attribute: string): readonly ConfiguredTarget[] {
  return dependencies.filter((edge) => edge.attribute === attribute).map(({ target }) => target);
}

function largestRuntime({ contributors }: TargetCost): ContributorCost | undefined {
  return contributors
    .filter((one) => one.kind === "runtime" && filesOf(one) >= MANY_FILES)
    .sort((a, b) => filesOf(b) - filesOf(a))[0];
}

/** An archive has each file once, under whatever paths the tree has it. */
function filesOf({ links, legacyCopies }: { readonly links: number; readonly legacyCopies: number }): number {
  return links - legacyCopies;
}

/** Without what Bazel itself puts into a tree (`_repo_mapping`), which is in no runfiles that a rule is given. */
function allFilesOf({ contributors }: TargetCost): number {
  return contributors.reduce((sum, one) => sum + (one.kind === "bazel" ? 0 : filesOf(one)), 0);
}

function findings(context: LintContext, { layers, rule: image }: Image): readonly Finding[] {
  return layers.flatMap((layer) => {
    const { archive, cost, program, runtime } = layer;
    const location = context.locate(archive.site);
    if (!location) return [];
    const others = layers.filter((one) => one !== layer && one.runtime.name === runtime.name);
    const about = runtime.counted ? "" : "≈";
    const title = runtime.title.replace(/^Toolchain/, "toolchain");
    const again =
      others.length === 0
        ? ""
        : ` The image has them ${counted(others.length + 1, "time")}: ${others.map(({ archive: other }) => other.label.toString()).join(", ")} too.`;
    const place = context.locate(image.site);
    return [
      {
        lint: runtimeInImageLayer.id,
        severity: runtimeInImageLayer.severity,
        location,
        message: `One layer of ${image.label.toString()} has all ${about}${grouped(allFilesOf(cost))} runfiles of ${program.rule.label.toString()}, ${about}${grouped(filesOf(runtime))} of them of the ${title}: every edit of the program makes and moves them anew.${again}`,
        target: archive.label.toString(),
        related: place ? [{ location: place, message: `${image.label.toString()} takes the layer here.` }] : [],
        fixes: [],
        data: {
          targets: [archive.label.toString()],
          image: image.label.toString(),
          program: program.rule.label.toString(),
          files: allFilesOf(cost),
          runtimeFiles: filesOf(runtime),
        },
      },
    ];
  });
}
