/** Random graphs of depsets with the files of a few repositories, from a seed: what counts without flattening must give for them what flattening gives. */
import { Artifact, Root } from "../../server/src/bazel/artifact.ts";
import { Depset } from "../../server/src/bazel/depset.ts";
import { Label } from "../../server/src/bazel/label.ts";
import { Runfiles, SymlinkEntry } from "../../server/src/bazel/runfiles/runfiles.ts";
import type { TreeOptions } from "../../server/src/bazel/runfiles/tree.ts";
import type { Random } from "../fuzz/random.ts";

const OWNER = new Label("", "", "owner");

export function everyOption(workspaceName: string): readonly TreeOptions[] {
  return [true, false].flatMap((legacyExternalRunfiles) =>
    (["..", "external"] as const).flatMap((externalDirectory) =>
      [true, false].map((repoMapping) => ({ workspaceName, legacyExternalRunfiles, externalDirectory, repoMapping })),
    ),
  );
}

export function source(path: string): Artifact {
  const inRepository = path.startsWith("../");
  return new Artifact({
    root: new Root(""),
    path: inRepository ? `external/${path.slice(3)}` : path,
    shortPath: path,
    kind: "file",
    owner: ownerOf(path),
    configuration: undefined,
  });
}

/** Each file is its own target. */
function ownerOf(path: string): Label {
  const [, repository = "", name = path] = /^\.\.\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  return new Label(repository, "", name);
}

function generated(path: string, configuration: string): Artifact {
  return new Artifact({
    root: new Root(`bazel-out/${configuration}/bin`),
    path: `bazel-out/${configuration}/bin/${path.replace(/^\.\.\//, "external/")}`,
    shortPath: path,
    kind: "file",
    owner: ownerOf(path),
    configuration,
  });
}

const DIRECTORIES = ["", "a/", "a/b/", "a/__pycache__/", "c/", "../r/", "../r/d/", "../s/e/f/"];
/** Where files of different repositories meet: never counted without flattening. */
const MEETING_PLACES = ["external/", "external/r/", "../ws/a/"];
const NAMES = ["x.py", "y.py", "z.txt", "__init__.py", "__init__.pyc", "lib.so", "a", "b", "d", "external"];

interface Shape {
  readonly directories: readonly string[];
  /** How seldom two files want one path. */
  readonly spread: number;
}

/** A path from few enough that two depsets meet now and then. */
function randomPath(random: Random, { spread, directories }: Shape): string {
  const directory = random.pick(directories);
  const name = random.pick(NAMES);
  return random.below(spread) === 0
    ? `${directory}${name}`
    : `${directory}n${String(random.below(40 * spread))}/${name}`;
}

function randomArtifact(random: Random, shape: Shape): Artifact {
  const path = randomPath(random, shape);
  return random.below(4) === 0 ? generated(path, random.pick(["k8-fastbuild", "k8-opt"])) : source(path);
}

export interface RandomRunfiles {
  readonly runfiles: Runfiles;
  /** Some node has so many elements that it gets an index. */
  readonly isHeavy: boolean;
}

/** Nodes with few or many elements, each over some earlier ones; most graphs have no collision, else everything would be flattened. */
export function randomRunfiles(random: Random): RandomRunfiles {
  const shape = {
    directories: random.below(4) === 0 ? [...DIRECTORIES, ...MEETING_PLACES] : DIRECTORIES,
    spread: random.pick([1, 20, 2000, 2000, 2000]),
  };
  const nodes: Depset[] = [];
  let isHeavy = false;
  const count = 1 + random.below(8);
  for (let index = 0; index < count; index++) {
    const size = random.pick([0, 1, 3, 12, 199, 260]);
    isHeavy ||= size >= 200;
    const direct = new Map(
      Array.from({ length: size }, () => randomArtifact(random, shape)).map((artifact) => [artifact.path, artifact]),
    );
    const below = nodes.filter(() => random.below(2) === 0);
    nodes.push(new Depset("postorder", [...direct.values()], below));
  }
  const symlinks = Array.from({ length: random.below(8) === 0 ? 3 : 0 }, () => randomSymlink(random, shape));
  const rootSymlinks = Array.from({ length: random.below(8) === 0 ? 3 : 0 }, () => randomSymlink(random, shape));
  const runfiles = new Runfiles({
    artifacts: new Depset("postorder", [randomArtifact(random, shape)], nodes),
    symlinks: new Depset("default", symlinks),
    rootSymlinks: new Depset("default", rootSymlinks),
    emptyFiles: random.pick(["none", "python-init"]),
  });
  return { runfiles, isHeavy };
}

function randomSymlink(random: Random, { directories }: Shape): SymlinkEntry {
  const shape = { directories, spread: 1 };
  return new SymlinkEntry(randomPath(random, shape), randomArtifact(random, shape), OWNER);
}
