/**
 * Repositories that module extensions and MODULE.bazel files make count where Bazel has fetched them for the very call that is made now. The markers here were written by Bazel 7.7.1 after `bazel build //:bin` of these very
 * workspaces.
 */
import { describe, expect, test } from "vitest";
import { projectOver, ROOT, runfilesText, treeOf } from "../harness/literateProject.ts";
import { MemoryFileSystem, type MemoryEntry } from "../harness/memoryFileSystem.ts";

type Files = Readonly<Record<string, MemoryEntry | undefined>>;

const MADE = `"""A repository that needs a process: it is not evaluated."""

def _made(ctx):
    ctx.file("a.txt", "")
    ctx.execute(["true"])
    ctx.read(ctx.attr.template)
    ctx.path("/opt/made").readdir()
    ctx.file("BUILD", "exports_files(glob([\\"*.txt\\"]))\\n")

_made_repository = repository_rule(
    _made,
    attrs = {
        "flag": attr.bool(),
        "labels": attr.label_keyed_string_dict(),
        "negative": attr.int(default = 7),
        "numbers": attr.int_list(default = [3]),
        "template": attr.label(default = "//rules:template.txt"),
        "text": attr.string(default = "d"),
        "_private": attr.label(default = "//rules:BUILD"),
    },
    environ = ["MADE_A"],
)

def _extension(_ctx):
    _made_repository(
        name = "direct",
        flag = True,
        labels = {"//rules:template.txt": "t"},
        negative = -5,
        text = None,
    )

made = module_extension(_extension)
`;

const MARKER = `f01ee8ba1ba71b9f4ecc6e52f427f962197c52b1c6f625a66881935733ae7f4a
DIRENTS:/opt/made 1b51e17c3568e3480d3c6807d4c6a612c36a2e0c6ac2fd33f0feddace30faf74
ENV:MADE_A \\0
FILE:@@//rules/template.txt 90d69c78fb9ef942c8ce0a0d88a7455572ada06044bc1516473472664ddd013b
`;

const FETCHED = "/out/external/_main~made~direct";

const RC = "startup --output_base=/out\nbuild --nolegacy_external_runfiles\n";

const FILES: Files = {
  ".bazelversion": "7.7.1",
  ".bazelrc": RC,
  "MODULE.bazel": `module(name = "main")

made = use_extension("//rules:made.bzl", "made")
use_repo(made, "direct")
`,
  BUILD: `sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = ["@direct//:a.txt"],
)
`,
  "bin.sh": "",
  "rules/BUILD": "",
  "rules/made.bzl": MADE,
  "rules/template.txt": "template\n",
  "/opt/made/a": "",
  "/opt/made/b": "",
  "/opt/made/z/file": "",
  "/out/install/build-label.txt": "7.7.1",
  "/out/external/bazel_tools/MODULE.bazel": 'module(name = "bazel_tools")\n',
  "/out/external/@_main~made~direct.marker": MARKER,
  [`${FETCHED}/BUILD`]: 'exports_files(glob(["*.txt"]))\n',
  [`${FETCHED}/a.txt`]: "",
};

async function tree(changes: Files = {}, variables: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const entries = Object.entries<MemoryEntry | undefined>({ ...FILES, ...changes });
  const files = new MemoryFileSystem(
    ROOT,
    entries.flatMap(([path, entry]) => (entry === undefined ? [] : [[path, entry] as const])),
  );
  const project = await projectOver(files, {}, variables);
  const request = { command: "build", configs: [], flags: [] } as const;
  return project.run(request, (snapshot) => runfilesText(treeOf(snapshot, "//:bin")).split("\n"));
}

test("a repository that Bazel has fetched for what the extension asks for now", async () => {
  expect(await tree()).toEqual(["complete", "_main/bin", "_main/bin.sh", "_main~made~direct/a.txt", "_repo_mapping"]);
});

test.each([
  ["--incompatible_disallow_empty_glob", "212d6192e92de7d43b6a98d8dd6854d1781cbe434840788d05a4853dd26ac95a"],
  [
    "--noincompatible_allow_tags_propagation --incompatible_struct_has_no_methods=1",
    "32db43ee426403c35c0770d3a5015be93ff7aea75ea39f050d5b50e8e43ea632",
  ],
])("flags that change the language are part of its key: %s", async (flags, key) => {
  const marker = MARKER.replace(/^[0-9a-f]+/, key);
  const fetched = { ".bazelrc": `${RC}common ${flags}\n`, "/out/external/@_main~made~direct.marker": marker };
  expect((await tree(fetched))[0]).toBe("complete");
  expect((await tree({ ...fetched, ".bazelrc": RC }))[0]).toBe("partial");
});

test("a list that is set to nothing, as it is by default, is no change of the language", async () => {
  expect((await tree({ ".bazelrc": `${RC}common --incompatible_autoload_externally=\n` }))[0]).toBe("complete");
  expect((await tree({ ".bazelrc": `${RC}common --incompatible_autoload_externally=sh_test\n` }))[0]).toBe("partial");
});

const DOUBT = "unknown: repository @_main~made~direct may be out of date on disk: ";

describe("it is doubted", () => {
  test.each<[string, Files, string]>([
    [
      "an attribute has another value",
      { "rules/made.bzl": MADE.replace("-5", "-6") },
      "it is not known for which definition Bazel has fetched it",
    ],
    [
      "an attribute is given that was not",
      { "rules/made.bzl": MADE.replace("text = None", 'text = "d"') },
      "it is not known for which definition Bazel has fetched it",
    ],
    [
      "the rule's file has changed",
      { "rules/made.bzl": `${MADE}# why\n` },
      "it is not known for which definition Bazel has fetched it",
    ],
    ["an entry has come", { "/opt/made/c": "" }, "it depends on the entries of the directory /opt/made"],
  ])("where %s", async (_, changes, why) => {
    expect(await tree(changes)).toContain(`${DOUBT}${why}`);
  });

  test("where a variable differs", async () => {
    expect(await tree({}, { MADE_A: "1" })).toContain(
      `${DOUBT}it depends on the environment variable MADE_A, which differs here`,
    );
  });
});

test("a file that the rule has read is another one", async () => {
  expect(await tree({ "rules/template.txt": "other\n" })).toContain(
    "unknown: repository @_main~made~direct is out of date on disk: it depends on the file @@//rules/template.txt, which has changed",
  );
});

test("where Bazel has not fetched it, that is told", async () => {
  const text = await tree({ "/out/external/@_main~made~direct.marker": undefined });
  expect(text).toContain("unknown: repository @direct is not on disk, and to make it needs execute()");
});

test("an extension that needs a process: what Bazel has fetched is shown, and doubted", async () => {
  const text = await tree({
    "rules/made.bzl": MADE.replace("_extension(_ctx):", "_extension(_ctx):\n    _ctx.execute([])"),
  });
  expect(text).toContain("_main~made~direct/a.txt");
  expect(text).toContain(
    `${DOUBT}the module extension made of //rules:made.bzl cannot be followed: it needs execute()`,
  );
});

const RULE = `"""A repository that needs a process: it is not evaluated."""

def _made(ctx):
    ctx.execute(["true"])
    ctx.file("a.txt", ctx.attr.text)
    ctx.file("BUILD", "exports_files([\\"a.txt\\"])\\n")

made_repository = repository_rule(_made, attrs = {"text": attr.string()})
`;

/** Of `made_repository(name = "direct", text = "t")`. */
const DIRECT_MARKER = "80f11a8ca659ddbb0d99828db677586839e217ec657907830d68570e89c7742d\n";

describe("an extension goes on without a download that it does without", () => {
  const LISTING = `"""An extension that downloads a list, if it can."""

load(":rule.bzl", "made_repository")

def _extension(ctx):
    listed = ctx.download(url = "https://example.com/list.json", output = "list.json", allow_fail = True)
    made_repository(name = "direct", text = "t")
    made_repository(name = "listed", text = "listed" if listed.success else "not listed")

made = module_extension(_extension)
`;
  // Bazel had the list when it fetched these.
  const listing = (data: string, changes: Files = {}) =>
    tree({
      "rules/rule.bzl": RULE,
      "rules/made.bzl": LISTING,
      "MODULE.bazel": `module(name = "main")

made = use_extension("//rules:made.bzl", "made")
use_repo(made, "direct", "listed")
`,
      BUILD: `sh_binary(name = "bin", srcs = ["bin.sh"], data = ["@${data}//:a.txt"])\n`,
      "/out/external/@_main~made~direct.marker": DIRECT_MARKER,
      "/out/external/@_main~made~listed.marker": "66b136f6be20f5e0035f1a84b0f66651d674a077572632a6cbbe0304206f931e\n",
      ...Object.fromEntries(
        ["direct", "listed"].flatMap((name) => [
          [`/out/external/_main~made~${name}/BUILD`, 'exports_files(["a.txt"])\n'],
          [`/out/external/_main~made~${name}/a.txt`, ""],
        ]),
      ),
      ...changes,
    });
  const needed = "the module extension made of //rules:made.bzl cannot be followed: it needs download()";

  test("what Bazel has fetched for the call that is made then is proved by it", async () => {
    expect((await listing("direct"))[0]).toBe("complete");
  });

  test("what depends on the list is doubted", async () => {
    expect(await listing("listed")).toContain(
      `unknown: repository @_main~made~listed may be out of date on disk: ${needed}`,
    );
  });

  test("what is not fetched is a guess that nothing proves", async () => {
    expect(await listing("direct", { "/out/external/@_main~made~direct.marker": undefined })).toContain(
      `unknown: repository @_main~made~direct is not on disk: ${needed}`,
    );
  });

  test("it is not followed where the download has to be there", async () => {
    const must = { "rules/made.bzl": LISTING.replace(", allow_fail = True", "") };
    expect((await listing("direct", must))[0]).toBe("partial");
  });
});

describe("an extension reads YAML by yq", () => {
  const LOCKED = `"""An extension that makes what a lock file names."""

load(":rule.bzl", "made_repository")

def _extension(ctx):
    lock = str(ctx.path(Label("//:lock.yaml")))
    copied = str(ctx.path("copies/lock.yaml"))
    ctx.execute(["mkdir", "-p", "copies"])
    ctx.execute(["cp", "-f", lock, copied])
    said = ctx.execute(["/tools/yq", lock, "-o=json"])
    if said.return_code or ctx.read(copied) != ctx.read(lock) or not copied.endswith("/modextwd/_main~made/copies/lock.yaml"):
        fail("it went wrong")
    for name, package in json.decode(said.stdout).items():
        made_repository(name = name, text = package["text"])

made = module_extension(_extension)
`;
  const LOCK = 'listed:\n  "text": listed\ndirect: {text: t}\n';
  const locked = (changes: Files = {}) =>
    tree(
      {
        "rules/rule.bzl": RULE,
        "rules/made.bzl": LOCKED,
        "lock.yaml": LOCK,
        "/tools/yq": "",
        "/usr/bin/mkdir": "",
        "/usr/bin/cp": "",
        "/out/external/@_main~made~direct.marker": DIRECT_MARKER,
        ...changes,
      },
      { PATH: "/usr/bin" },
    );

  test("what Bazel has fetched for the call that is made then is proved by it", async () => {
    expect((await locked())[0]).toBe("complete");
  });

  test.each<[string, Files, string]>([
    ["says something else", { "lock.yaml": LOCK.replace("t}", "u}") }, "execute()"],
    ["cannot be read", { "lock.yaml": "direct: {text\n" }, "execute()"],
    ["is read by another program", { "rules/made.bzl": LOCKED.replace("/tools/yq", "/tools/jq") }, "execute()"],
  ])("it is doubted where the file %s", async (_, changes, needed) => {
    expect(await locked(changes)).toContain(
      `${DOUBT}the module extension made of //rules:made.bzl cannot be followed: it needs ${needed}`,
    );
  });
});

describe("a repository that a MODULE.bazel file asks a rule for", () => {
  const CALLED = `"""A rule that a MODULE.bazel file calls, and that needs a process."""

def _called(ctx):
    ctx.execute(["true"])
    ctx.file("a.txt", ctx.attr.text)
    ctx.file("BUILD", "exports_files([\\"a.txt\\"])\\n")

called = repository_rule(
    _called,
    attrs = {
        "labels": attr.label_list(default = ["//rules:template.txt"]),
        "other": attr.label(),
        "text": attr.string(default = "d"),
    },
)
`;
  const MODULE = `module(name = "main")

called = use_repo_rule("//rules:called.bzl", "called")

called(
    name = "own",
    other = None,
    text = "t",
)
`;
  const called = (changes: Files = {}) =>
    tree({
      "rules/called.bzl": CALLED,
      "MODULE.bazel": MODULE,
      BUILD: `sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = ["@own//:a.txt"],
)
`,
      "/out/external/@_main~_repo_rules~own.marker":
        "4e00a86056d62966c5883511e4c7ec5e46cb4ec5fc2019c37e583c65f426d128\n",
      "/out/external/_main~_repo_rules~own/BUILD": 'exports_files(["a.txt"])\n',
      "/out/external/_main~_repo_rules~own/a.txt": "t",
      ...changes,
    });

  test("for this very call", async () => {
    expect(await called()).toEqual([
      "complete",
      "_main/bin",
      "_main/bin.sh",
      "_main~_repo_rules~own/a.txt",
      "_repo_mapping",
    ]);
  });

  test("for another call", async () => {
    expect(await called({ "MODULE.bazel": MODULE.replace('"t"', '"u"') })).toContain(
      "unknown: repository @_main~_repo_rules~own may be out of date on disk: it is not known for which definition Bazel has fetched it",
    );
  });

  test("that Bazel has not fetched", async () => {
    expect(await called({ "/out/external/@_main~_repo_rules~own.marker": undefined })).toContain(
      "unknown: repository @own is not on disk, and to make it needs execute()",
    );
  });
});

describe("a hub of pip packages whose extension needs a process", () => {
  const hub = (changes: Files) =>
    tree({
      "MODULE.bazel": `module(name = "main")

bazel_dep(name = "rules_python", version = "1.3.0")
local_path_override(
    module_name = "rules_python",
    path = "rules_python",
)

pip = use_extension("@rules_python//python/extensions:pip.bzl", "pip")
use_repo(pip, "pypi")
`,
      "rules_python/MODULE.bazel": 'module(name = "rules_python", version = "1.3.0")\n',
      "rules_python/python/extensions/BUILD": "",
      "rules_python/python/extensions/pip.bzl": `def _pip(ctx):
    ctx.file("requirements.txt", "")
    ctx.execute(["python3", ctx.read("requirements.txt")])

pip = module_extension(_pip)
`,
      "/out/external/@rules_python~~pip~pypi.marker": `${"0".repeat(64)}\n`,
      "/out/external/rules_python~~pip~pypi/BUILD": "",
      "/out/external/rules_python~~pip~pypi/requirements.bzl": 'fail("the model stands for it")\n',
      "/out/external/rules_python~~pip~pypi/six/BUILD": `filegroup(
    name = "pkg",
    srcs = ["six.py"],
    visibility = ["//visibility:public"],
)
`,
      "/out/external/rules_python~~pip~pypi/six/six.py": "",
      ...changes,
    });

  test("what the model has is known, and that Bazel may be unable to make it", async () => {
    const text = await hub({
      BUILD: `load("@pypi//:requirements.bzl", "requirement")

sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    tags = [requirement("six")],
)
`,
    });
    expect(text).toEqual([
      "partial",
      "_main/bin",
      "_main/bin.sh",
      "_repo_mapping",
      "unknown: repository @pypi is not on disk: the module extension pip of @rules_python//python/extensions:pip.bzl would make it",
    ]);
  });

  test("also where the extension's own file is not on disk", async () => {
    const text = await hub({
      "rules_python/python/extensions/pip.bzl": undefined,
      "MODULE.bazel": `module(name = "main")

bazel_dep(name = "rules_python", version = "1.3.0")

pip = use_extension("@rules_python//python/extensions:pip.bzl", "pip")
use_repo(pip, "pypi")
`,
      BUILD: `load("@pypi//:requirements.bzl", "requirement")

sh_library(
    name = "none",
    tags = [requirement("six")],
)

filegroup(
    name = "bin",
    data = [requirement("six")],
)
`,
    });
    expect(text).toContain("rules_python~~pip~pypi/six/six.py");
    expect(text.filter((line) => line.includes("may be out of date"))).toHaveLength(1);
  });

  test("of the rest what Bazel has fetched is shown, and doubted", async () => {
    const text = await hub({
      BUILD: `load("@pypi//:requirements.bzl", "requirement")

sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = [requirement("six")],
)
`,
    });
    expect(text).toContain("rules_python~~pip~pypi/six/six.py");
    expect(text).toContain(
      "unknown: repository @rules_python~~pip~pypi may be out of date on disk: the module extension pip of @@rules_python~//python/extensions:pip.bzl cannot be followed: it needs execute()",
    );
  });
});

describe("a rule that a doubt stops runs once more as if there was none", () => {
  const rule = (implementation: string) =>
    tree({
      "rules/made.bzl": `${MADE.replace("_extension(_ctx):", "_extension(_ctx):\n    _ctx.execute([])")}`,
      "rules/first.bzl": `def _first_impl(ctx):
${implementation}

first = rule(_first_impl, attrs = {"srcs": attr.label_list(allow_files = True)})
`,
      BUILD: `load("//rules:first.bzl", "first")

filegroup(
    name = "made",
    srcs = ["@direct//:a.txt"],
)

first(
    name = "first",
    srcs = [":made"],
)

sh_binary(
    name = "bin",
    srcs = ["bin.sh"],
    data = [":first"],
)
`,
    });
  const CUT =
    "unknown: repository @_main~made~direct may be out of date on disk: the module extension made of //rules:made.bzl cannot be followed: it needs execute()";

  test.each([
    [
      "ctx.files",
      "    return DefaultInfo(runfiles = ctx.runfiles(ctx.files.srcs[:1] if len(ctx.files.srcs) > 0 else []))",
    ],
    ["a list that is only handed on", "    return DefaultInfo(runfiles = ctx.runfiles(ctx.files.srcs))"],
    [
      "empty_filenames",
      "    files = ctx.runfiles(ctx.files.srcs) if [name for src in ctx.attr.srcs for name in src[DefaultInfo].default_runfiles.empty_filenames.to_list()] == [] else 1\n    return DefaultInfo(runfiles = files)",
    ],
    [
      "to_list()",
      "    return DefaultInfo(runfiles = ctx.runfiles([f for f in ctx.attr.srcs[0].files.to_list() if f.extension == 'txt']))",
    ],
  ])("%s", async (_, implementation) => {
    expect(await rule(implementation)).toEqual([
      "partial",
      "_main/bin",
      "_main/bin.sh",
      "_main~made~direct/a.txt",
      "_repo_mapping",
      CUT,
    ]);
  });

  test("an error then says nothing of Bazel", async () => {
    const text = await rule("    fail([f.path for f in ctx.files.srcs])");
    expect(text).toContain("partial");
    expect(text).toContain(CUT);
  });
});
