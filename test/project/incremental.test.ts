/**
 * After an edit a project says what a new project says of the same files, and has computed only what the edit touches. What is asked is what an editor asks: the findings of the workspace and a tree of every
 * executable target.
 */
import { beforeEach, describe, expect, test } from "vitest";
import type { BuildRequest, Project, Snapshot } from "../../server/src/project.ts";
import { projectOver, ROOT, runfilesText } from "../harness/literateProject.ts";
import { MemoryFileSystem } from "../harness/memoryFileSystem.ts";

const RULES = `
def _program_impl(ctx):
    script = ctx.actions.declare_file(ctx.label.name)
    ctx.actions.write(script, "")
    runfiles = ctx.runfiles(ctx.files.files)
    for target in ctx.attr.deps:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = script, runfiles = runfiles)]

program = rule(
    implementation = _program_impl,
    attrs = {
        "deps": attr.label_list(),
        "files": attr.label_list(allow_files = True),
    },
    executable = True,
)
`;

const FILES: Readonly<Record<string, string>> = {
  ".bazelversion": "7.4.0\n",
  ".bazelrc": "build --nolegacy_external_runfiles\n",
  "MODULE.bazel": 'module(name = "m")\n',
  "BUILD.bazel": "",
  "rules.bzl": RULES,
  "macros.bzl":
    'load(":rules.bzl", "program")\n\ndef two(name):\n    program(name = name)\n    program(name = name + "_2")\n',
  "lib/BUILD.bazel": 'filegroup(name = "lib", data = glob(["*.txt"]), visibility = ["//visibility:public"])\n',
  "lib/a.txt": "",
  "app/BUILD.bazel": 'load("//:rules.bzl", "program")\n\nprogram(name = "app", deps = ["//lib"])\n',
  "macro/BUILD.bazel": 'load("//:macros.bzl", "two")\n\ntwo(name = "one")\n',
  "alone/BUILD.bazel": 'sh_binary(name = "alone", srcs = ["alone.sh"])\n',
  "alone/alone.sh": "",
};

const BUILD: BuildRequest = { command: "build", configs: [], flags: [] };

let files: MemoryFileSystem;
let project: Project;

beforeEach(async () => {
  files = new MemoryFileSystem(ROOT, Object.entries(FILES));
  project = await projectOver(files);
  await project.run(BUILD, everything);
});

/** All that is shown of a workspace. */
function everything(snapshot: Snapshot): {
  readonly findings: readonly string[];
  readonly trees: Readonly<Record<string, string>>;
} {
  const { labels } = snapshot.expand("//...", { includeManual: true });
  const programs = labels.filter((label) => snapshot.target(label)?.executable);
  return {
    findings: snapshot
      .findings()
      .map(
        ({ location, message }) =>
          `${location.path.slice(ROOT.length + 1)}:${String(location.range.start.line + 1)} ${message}`,
      ),
    trees: Object.fromEntries(programs.map((label) => [label.toString(), runfilesText(snapshot.tree(label))])),
  };
}

interface Computed {
  readonly packages: number;
  readonly modules: number;
  readonly targets: number;
}

function computed(): Computed {
  const count = (query: string): number => project.computed.get(query) ?? 0;
  return { packages: count("package"), modules: count("module"), targets: count("configured target") };
}

/** What is shown after an edit of some files (null removes one), and what was computed for it. It is compared with a new project. */
async function edit(
  changes: Readonly<Record<string, string | null>>,
  request: BuildRequest = BUILD,
): Promise<{ readonly shown: ReturnType<typeof everything>; readonly computed: Computed }> {
  const before = computed();
  for (const [path, text] of Object.entries(changes)) {
    if (text === null) files.remove(`${ROOT}/${path}`);
    else files.write(`${ROOT}/${path}`, text);
  }
  project.invalidate(Object.keys(changes).map((path) => `${ROOT}/${path}`));
  const shown = await project.run(request, everything);
  const after = computed();
  expect(await (await projectOver(files)).run(request, everything)).toEqual(shown);
  return {
    shown,
    computed: {
      packages: after.packages - before.packages,
      modules: after.modules - before.modules,
      targets: after.targets - before.targets,
    },
  };
}

const APP = "complete\n_main/app/app\n_main/lib/a.txt\n_repo_mapping";

describe("an edit", () => {
  test("of nothing computes nothing", async () => {
    const { shown, computed } = await edit({});
    expect(computed).toEqual({ packages: 0, modules: 0, targets: 0 });
    expect(shown.trees["//app:app"]).toBe(APP);
    expect(Object.keys(shown.trees)).toEqual(["//alone:alone", "//app:app", "//macro:one", "//macro:one_2"]);
    expect(shown.findings).toEqual([]);
  });

  test("of comments computes no package, no module and no target, and moves what stands below", async () => {
    const { shown, computed } = await edit({
      "rules.bzl": `# A comment.\n${RULES}`,
      "app/BUILD.bazel": `# Another.\n\n${FILES["app/BUILD.bazel"] ?? ""}`,
    });
    expect(computed).toEqual({ packages: 0, modules: 0, targets: 0 });
    expect(shown.trees["//app:app"]).toBe(APP);
    const [site] = await project.run(BUILD, (snapshot) => snapshot.callSites(`${ROOT}/app/BUILD.bazel`));
    expect(site?.range.start.line).toBe(4);
  });

  test("of a BUILD file computes its package and what depends on it", async () => {
    const { shown, computed } = await edit({
      "app/BUILD.bazel":
        'load("//:rules.bzl", "program")\n\nprogram(name = "app", deps = ["//lib"], files = ["new.txt"])\n',
      "app/new.txt": "",
    });
    expect(computed).toMatchObject({ packages: 1, modules: 0 });
    expect(shown.trees["//app:app"]).toBe("complete\n_main/app/app\n_main/app/new.txt\n_main/lib/a.txt\n_repo_mapping");
  });

  test("of a BUILD file below others is seen by them", async () => {
    const { shown, computed } = await edit({ "lib/BUILD.bazel": 'filegroup(name = "lib")\n' });
    expect(computed).toMatchObject({ packages: 1, modules: 0 });
    expect(shown.trees["//app:app"]).toMatch(/^rejected\nerror: Visibility error/);
    const back = await edit({ "lib/BUILD.bazel": FILES["lib/BUILD.bazel"] ?? "" });
    expect(back.shown.trees["//app:app"]).toBe(APP);
  });

  test("of platform mappings is seen where it decides something", async () => {
    const facts =
      'config_setting(name = "opt", values = {"compilation_mode": "opt"})\n\n' +
      'platform(name = "fast")\n\nfilegroup(name = "lib", visibility = ["//visibility:public"], data = select({":opt": ["a.txt"], "//conditions:default": []}))\n';
    const none = await edit({ "lib/BUILD.bazel": facts, ".bazelrc": "build --platforms=//lib:fast\n" });
    expect(none.shown.trees["//app:app"]).toBe("complete\n_main/app/app\n_repo_mapping");
    const mapped = await edit({ platform_mappings: "platforms:\n  //lib:fast\n    --compilation_mode=opt\n" });
    expect(mapped.shown.trees["//app:app"]).toBe(APP);
    const commented = await edit({ platform_mappings: "# Nothing.\n" });
    expect(commented.shown.trees["//app:app"]).toBe("complete\n_main/app/app\n_repo_mapping");
  });

  test("that adds a file computes the package whose glob finds it", async () => {
    const { shown, computed } = await edit({ "lib/b.txt": "" });
    expect(computed).toMatchObject({ packages: 1, modules: 0 });
    expect(shown.trees["//app:app"]).toBe("complete\n_main/app/app\n_main/lib/a.txt\n_main/lib/b.txt\n_repo_mapping");
    const gone = await edit({ "lib/b.txt": null, "lib/a.txt": null });
    expect(gone.shown.trees["//app:app"]).toBe("complete\n_main/app/app\n_repo_mapping");
  });

  test("that adds a file that no glob finds computes no target of others", async () => {
    const { computed } = await edit({ "alone/notes.md": "" });
    expect(computed).toEqual({ packages: 0, modules: 0, targets: 0 });
  });

  test("of what a file holds computes nothing", async () => {
    expect((await edit({ "lib/a.txt": "text", "alone/alone.sh": "#!/bin/sh\n" })).computed).toEqual({
      packages: 0,
      modules: 0,
      targets: 0,
    });
  });

  test("of a rule computes the packages that load it, and no other", async () => {
    const { shown, computed } = await edit({
      "rules.bzl": RULES.replace(
        "ctx.runfiles(ctx.files.files)",
        "ctx.runfiles(ctx.files.files, symlinks = {'link': script})",
      ),
    });
    expect(computed).toMatchObject({ packages: 2, modules: 2 });
    expect(shown.trees["//app:app"]).toBe("complete\n_main/app/app\n_main/lib/a.txt\n_main/link\n_repo_mapping");
    expect(shown.trees["//macro:one"]).toBe("complete\n_main/link\n_main/macro/one\n_repo_mapping");
  });

  test("of a macro", async () => {
    const { shown, computed } = await edit({ "macros.bzl": (FILES["macros.bzl"] ?? "").replace("_2", "_second") });
    expect(computed).toMatchObject({ packages: 1, modules: 1 });
    expect(Object.keys(shown.trees)).toEqual(["//alone:alone", "//app:app", "//macro:one", "//macro:one_second"]);
  });

  test("that breaks a file is a finding until it is mended, and the rest stands", async () => {
    const { shown } = await edit({ "app/BUILD.bazel": "program(\n" });
    expect(shown.findings).toHaveLength(1);
    expect(shown.findings[0]).toMatch(/^app\/BUILD\.bazel:1 syntax error/);
    expect(Object.keys(shown.trees)).toEqual(["//alone:alone", "//macro:one", "//macro:one_2"]);
    const mended = await edit({ "app/BUILD.bazel": FILES["app/BUILD.bazel"] ?? "" });
    expect(mended.shown.findings).toEqual([]);
    expect(mended.shown.trees["//app:app"]).toBe(APP);
  });

  test("that makes a directory a package: it appears, and leaves the globs of the package above", async () => {
    await edit({
      "lib/BUILD.bazel": 'filegroup(name = "lib", data = glob(["**/*.txt"]), visibility = ["//visibility:public"])\n',
      "lib/deep/c.txt": "",
    });
    const { shown } = await edit({ "lib/deep/BUILD.bazel": 'sh_binary(name = "deep", srcs = ["c.txt"])\n' });
    expect(shown.trees["//app:app"]).toBe(APP);
    expect(shown.trees["//lib/deep:deep"]).toBe("complete\n_main/lib/deep/c.txt\n_main/lib/deep/deep\n_repo_mapping");
  });

  test("that adds and removes a whole directory", async () => {
    const added = await edit({ "new/BUILD.bazel": 'sh_binary(name = "new", srcs = ["new.sh"])\n', "new/new.sh": "" });
    expect(added.computed).toMatchObject({ packages: 1, modules: 0 });
    expect(Object.keys(added.shown.trees)).toContain("//new:new");
    const removed = await edit({ "new/BUILD.bazel": null, "new/new.sh": null });
    expect(Object.keys(removed.shown.trees)).not.toContain("//new:new");
  });
});

describe("flags", () => {
  const OPT = {
    "alone/BUILD.bazel":
      'config_setting(name = "opt", values = {"compilation_mode": "opt"})\n\nsh_binary(name = "alone", srcs = ["alone.sh"], data = select({":opt": ["opt.txt"], "//conditions:default": []}))\n',
    "alone/opt.txt": "",
  };

  test("of .bazelrc decide selects, and load no package again", async () => {
    const before = await edit(OPT);
    expect(before.shown.trees["//alone:alone"]).not.toContain("opt.txt");
    const after = await edit({ ".bazelrc": "build -c opt\n" });
    expect(after.shown.trees["//alone:alone"]).toContain("_main/alone/opt.txt");
    expect(after.computed).toMatchObject({ packages: 0, modules: 0 });
  });

  test("of another request, and back", async () => {
    await edit(OPT);
    const opt = await edit({}, { ...BUILD, flags: ["--compilation_mode=opt"] });
    expect(opt.shown.trees["//alone:alone"]).toContain("_main/alone/opt.txt");
    const back = await edit({});
    expect(back.shown.trees["//alone:alone"]).not.toContain("opt.txt");
    expect(back.computed).toEqual({ packages: 0, modules: 0, targets: 0 });
  });

  test("of a comment in .bazelrc change nothing", async () => {
    expect((await edit({ ".bazelrc": `# Why.\n${FILES[".bazelrc"] ?? ""}` })).computed).toEqual({
      packages: 0,
      modules: 0,
      targets: 0,
    });
  });
});

test("the Bazel version", async () => {
  const { shown } = await edit({
    ".bazelversion": "6.5.0\n",
    "MODULE.bazel": null,
    WORKSPACE: 'workspace(name = "w")\n',
  });
  expect(shown.trees["//app:app"]).toBe("complete\nw/app/app\nw/lib/a.txt");
});
