/** Docstrings that Bazel 7.7.1 documents and refuses to document: each was asked of it, and what it says is what stands here. */
import { expect, test } from "vitest";
import { docstringProblems } from "../../../server/src/bazel/analysis/model/docstring.ts";

/** As the file has it, behind the opening quotes of a function of two spaces. */
const SOUND: readonly string[] = [
  "Sum.",
  "",
  "\n  ",
  "\n  Sum.\n\n  More.\n  ",
  "Sum.\n  \n  More.\n",
  "Sum.\n            \n  More.\n",
  "Sum.\r\n\r\n  More.\r\n",
  "Sum.\n\n  Args: a\n",
  "Sum.\n\n  Args:\n   a: b\n",
  "Sum.\n\n  Args:\n\ta: b\n",
  "Sum.\n\n  Args:\n    a (x, y): b   \n\n  ",
  "Sum.\n\n  More.\n\n  Args:\n    a: x\n      more\n    **kwargs (unused): y\n\n  Returns:\n    z\n\n  Deprecated:\n    no\n  ",
];

test.each(SOUND)("sound: %j", (doc) => {
  expect(docstringProblems(doc)).toEqual([]);
});

const PARAMETER =
  'invalid parameter documentation (expected format: "parameter_name: documentation"). For more details, please have a look at the documentation.';
const DEPRECATED =
  "use a 'Deprecated:' section for deprecations, similar to a 'Returns:' section:  Deprecated:   <reason and alternative>  For more details, please have a look at the documentation.";

const MALFORMED: readonly (readonly [doc: string, ...problems: string[]])[] = [
  ["Sum.\n  More.\n", "line 2: the one-line summary should be followed by a blank line"],
  ["\n  Sum.\n  More.\n", "line 2: the one-line summary should be followed by a blank line"],
  ["DEPRECATED sum.", `line 1: ${DEPRECATED}`],
  ["Sum.\n\n  deprecated: x\n", `line 3: ${DEPRECATED}`],
  [
    "Sum.\n\n  Returns: x\n",
    "line 3: the return value should be documented in a section, like this:  Returns:   <documentation here>  For more details, please have a look at the documentation.",
  ],
  ["Sum.\n\n  Args:\n", "line 3: section is empty or badly formatted"],
  ["Sum.\n\n  Args:\n    a\n", `line 4: ${PARAMETER}`, "line 3: section is empty or badly formatted"],
  ["Sum.\n\n  Args:\n    a(x): b\n", `line 4: ${PARAMETER}`, "line 3: section is empty or badly formatted"],
  [
    "Sum.\n\n  Args:\n    a:\n      b\n",
    `line 4: ${PARAMETER}`,
    "line 5: inconsistent indentation of parameter lines (before: 2; here: 4 spaces)",
    `line 5: ${PARAMETER}`,
    "line 3: section is empty or badly formatted",
  ],
  ["Sum.\n\n  More.\n  Args:\n    a: b\n", "line 4: section should be preceded by a blank line"],
  [
    "Sum.\n\n  Args:\n    a: b\n  More\n",
    "line 5: end of 'Args' section without blank line",
    "line 5: description body should go before the special sections",
  ],
  ["Sum.\n\n  Args:\n    a: b\n\n  More\n", "line 6: description body should go before the special sections"],
  [
    "Sum.\n\n  Returns:\n    b\n\n  Args:\n    a: b\n",
    "line 6: 'Args:' section should go before the 'Returns:' section",
  ],
  [
    "Sum.\n\n  Returns:\n   b\n",
    "line 4: text in a section has to be indented by two spaces (relative to the left margin of the docstring)",
  ],
  [
    "Sum.\n\n  Args:\n      a: b\n    c: d\n",
    "line 5: inconsistent indentation of parameter lines (before: 4; here: 2 spaces)",
  ],
  ["Sum.\n\n  Args:\n    a: b\n\n  Arguments:\n    c: d\n", "line 6: duplicate 'Arguments:' section"],
];

test.each(MALFORMED)("malformed: %j", (doc, ...problems) => {
  expect(docstringProblems(doc)).toEqual(problems);
});
