import { expect, test } from "vitest";
import { parseVersion } from "../../../server/src/bazel/workspace/bazelVersion.ts";
import {
  extensionRepositoryName,
  mainRunfilesDirectory,
  moduleRepositoryName,
  repositoryNaming,
} from "../../../server/src/bazel/workspace/canonicalNames.ts";

/** Names as they are told in the documentation and in issues of each version. */
test.each([
  [
    "6.5.0",
    false,
    "rules_python~0.30.0",
    "rules_python~override",
    "rules_python~0.30.0~python~python_3_10",
    "_main~ext~repo",
  ],
  [
    "7.0.0",
    false,
    "rules_python~0.30.0",
    "rules_python~override",
    "rules_python~0.30.0~python~python_3_10",
    "_main~ext~repo",
  ],
  ["7.4.0", false, "rules_python~", "rules_python~", "rules_python~~python~python_3_10", "_main~ext~repo"],
  ["7.4.0", true, "rules_python+", "rules_python+", "rules_python++python+python_3_10", "+ext+repo"],
  ["9.0.0", true, "rules_python+", "rules_python+", "rules_python++python+python_3_10", "+ext+repo"],
])("Bazel %s, plus: %s", (text, plus, module, overridden, extension, rootExtension) => {
  const version = parseVersion(text);
  if (!version) throw new Error(text);
  const naming = repositoryNaming(version, plus);
  expect(moduleRepositoryName(naming, { name: "rules_python", version: "0.30.0" })).toBe(module);
  expect(moduleRepositoryName(naming, { name: "rules_python", version: "" })).toBe(overridden);
  expect(extensionRepositoryName(naming, module, "python", "python_3_10")).toBe(extension);
  expect(extensionRepositoryName(naming, "", "ext", "repo")).toBe(rootExtension);
  expect(moduleRepositoryName(naming, { name: "bazel_tools", version: "" })).toBe("bazel_tools");
});

test("a module of several versions keeps them in its name", () => {
  const version = parseVersion("8.0.0");
  if (!version) throw new Error("version");
  expect(moduleRepositoryName(repositoryNaming(version, true), { name: "m", version: "1.2" }, true)).toBe("m+1.2");
});

test("the main repository's directory", () => {
  expect(mainRunfilesDirectory(true, "name")).toBe("_main");
  expect(mainRunfilesDirectory(false, "name")).toBe("name");
  expect(mainRunfilesDirectory(false, undefined)).toBe("__main__");
});
