/** The JSON is protobuf's of `ActionGraphContainer` (analysis_v2.proto): lower camel case, without what is empty or zero. */
import { describe, expect, it } from "vitest";
import { parseActionGraph } from "../../server/src/bazelTool/manifestQuery.ts";

const graph = {
  actions: [
    {
      targetId: 1,
      actionKey: "a",
      mnemonic: "SourceSymlinkManifest",
      configurationId: 1,
      fileContents: "_main/app /out/execroot/_main/bazel-out/k8-fastbuild/bin/app\n_main/e \n",
    },
    { targetId: 1, actionKey: "b", mnemonic: "SymlinkTree", configurationId: 1 },
    { targetId: 1, actionKey: "c", mnemonic: "SourceSymlinkManifest", configurationId: 2, fileContents: "" },
  ],
  targets: [{ id: 1, label: "@@//:app", ruleClassId: 1 }],
  configuration: [
    { id: 1, mnemonic: "k8-fastbuild", platformName: "k8", checksum: "1f" },
    { id: 2, mnemonic: "k8-opt-ST-e5b29bf4f4d2", platformName: "k8", checksum: "2f" },
  ],
};

describe("parseActionGraph", () => {
  it("finds the manifests among the actions, one for each configuration", () => {
    expect(parseActionGraph(JSON.stringify(graph))).toEqual([
      {
        label: "//:app",
        configuration: "k8-fastbuild",
        entries: [
          { path: "_main/app", target: "/out/execroot/_main/bazel-out/k8-fastbuild/bin/app" },
          { path: "_main/e", target: null },
        ],
      },
      { label: "//:app", configuration: "k8-opt-ST-e5b29bf4f4d2", entries: [] },
    ]);
  });

  it("leaves out what Bazel cannot spell", () => {
    const fileContents = "_main/app /out/app\n_main/???.txt /src/???.txt\n";
    const action = { targetId: 1, mnemonic: "SourceSymlinkManifest", configurationId: 1, fileContents };
    expect(parseActionGraph(JSON.stringify({ ...graph, actions: [action] }))).toEqual([]);
  });

  it("finds none in an empty graph", () => {
    expect(parseActionGraph("{}")).toEqual([]);
  });
});
