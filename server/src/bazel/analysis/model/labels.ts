/** The private builtins of models for how labels are written. */
import { builtin } from "../../../starlark/builtin.ts";
import { Label } from "../../label.ts";

export const labelText = builtin({
  name: "label_text",
  doc: "The canonical text of a label, the same for every version.",
  params: [{ name: "label", types: ["Label"] }],
  run: (_thread, [label]) => (label instanceof Label ? label.toString() : null),
});

export const displayLabel = builtin({
  name: "display_label",
  doc: "A label as Bazel writes it where it names files: `//p:n`, `@repo//p:n`.",
  params: [{ name: "label", types: ["Label"] }],
  run: (_thread, [label]) => (label instanceof Label ? label.toString().replace(/^@@/, "@") : null),
});
