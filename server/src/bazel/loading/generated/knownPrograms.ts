/**
 * What some programs say and write that repository rules and module extensions run: no process is started, and what any other program does is not known. Each is told by where it lies, or by its whole text.
 */
import { baseName, joinPath } from "../../../base/path.ts";
import type { ExternalContext } from "./context.ts";
import { placeOfText, type Place } from "./pathValue.ts";
import { jsonOfYaml } from "./yaml.ts";

/** A program that is run in the working directory of its rule or extension. */
export interface Run {
  readonly program: Place;
  readonly words: readonly string[];
}

export interface Answer {
  readonly returnCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Whether it is only likely that the program says so: what follows is a guess. */
  readonly guessed: boolean;
}

/** Undefined where that is not what is run, or its answer is not known. */
type KnownProgram = (context: ExternalContext, run: Run) => Answer | undefined;

const PROGRAMS: readonly KnownProgram[] = [uname, javaVersion, yamlAsJson, makeDirectories, copyFile, testForFile];

export function answerOf(context: ExternalContext, run: Run): Answer | undefined {
  for (const program of PROGRAMS) {
    const answer = program(context, run);
    if (answer !== undefined) return answer;
  }
  return undefined;
}

function answer(given: Partial<Answer>): Answer {
  return { returnCode: 0, stdout: "", stderr: "", guessed: false, ...given };
}

/** Where systems have their own: a program of that name elsewhere may say something else. */
function isOfSystem({ kind, path }: Place, name: string): boolean {
  return kind === "disk" && (path === `/bin/${name}` || path === `/usr/bin/${name}`);
}

/** By the machine's name rulesets choose what to download. */
function uname({ dependencies }: ExternalContext, { program, words }: Run): Answer | undefined {
  if (!isOfSystem(program, "uname") || words.length !== 1 || words[0] !== "-m") return undefined;
  return answer({ stdout: `${dependencies.machine.uname}\n` });
}

/**
 * A JDK that is asked for its properties (rules_java, local_java_repository.bzl). OpenJDK's build writes one constant into the property `java.version` and, as JAVA_VERSION, into the file `release` (make/ReleaseFile.gmk);
 * of all the other properties nothing is told.
 */
function javaVersion({ graph, dependencies }: ExternalContext, { program, words }: Run): Answer | undefined {
  if (words.length !== 1 || words[0] !== "-XshowSettings:properties" || program.kind !== "disk") return undefined;
  const home = /^(.*)\/bin\/java$/.exec(graph.input(dependencies.files.realPath, program.path) ?? "")?.[1];
  if (home === undefined) return undefined;
  const release = graph.input(dependencies.files.text, joinPath(home, "release"));
  const version = release.kind === "text" ? /^JAVA_VERSION="([^"]+)"/m.exec(release.text)?.[1] : undefined;
  return version === undefined
    ? undefined
    : answer({ stderr: `Property settings:\n    java.version = ${version}\n\n` });
}

/** `yq -o=json FILE` (rules_js reads pnpm-lock.yaml so); `.` is the whole document. A program of that name is taken for https://github.com/mikefarah/yq. */
function yamlAsJson({ graph, dependencies }: ExternalContext, { program, words }: Run): Answer | undefined {
  if (program.kind !== "disk" || !/^yq(\.exe)?$/.test(baseName(program.path)) || !words.includes("-o=json"))
    return undefined;
  const [path, ...more] = words.filter((word) => word !== "-o=json" && word !== ".");
  if (path?.startsWith("/") !== true || more.length > 0) return undefined;
  const read = graph.input(dependencies.files.text, path);
  const json = read.kind === "text" ? jsonOfYaml(read.text) : undefined;
  return json === undefined ? undefined : answer({ stdout: `${json}\n`, guessed: true });
}

function makeDirectories(context: ExternalContext, { program, words }: Run): Answer | undefined {
  const [option, ...paths] = words;
  if (!isOfSystem(program, "mkdir") || option !== "-p") return undefined;
  const places = paths.map((path) => argument(context, path));
  const kinds = places.map((place) => place?.kind === "repository" && context.ownKind(place));
  if (kinds.some((kind) => kind !== "directory" && kind !== "missing")) return undefined;
  for (const [i, place] of places.entries())
    if (place && kinds[i] === "missing") context.write(place.path, { kind: "directory" });
  return answer({});
}

/** One file of the disk, copied into the working directory. */
function copyFile(context: ExternalContext, { program, words }: Run): Answer | undefined {
  const [option, ...paths] = words;
  if (!isOfSystem(program, "cp") || option !== "-f" || paths.length !== 2) return undefined;
  const [from, to] = paths.map((path) => argument(context, path));
  if (from?.kind !== "disk" || to?.kind !== "repository" || context.ownKind(to) === "directory") return undefined;
  if (context.graph.input(context.dependencies.files.kind, from.path) !== "file") return undefined;
  context.write(to.path, { kind: "link", path: from.path });
  return answer({});
}

/** Where a program's argument leads; undefined for an option. */
function argument(context: ExternalContext, word: string): Place | undefined {
  return word === "" || word.startsWith("-") ? undefined : placeOfText(word, context.directory());
}

/** A script that does nothing else (rules_js): so a rule asks whether a file is there without being run again when it comes or goes. */
const TEST_FOR_FILE = /^#!.*sh\n(?:set -o errexit -o nounset -o pipefail\n)?if \[ ! -f \$1 \]; then exit (\d+); fi\n$/;

function testForFile(context: ExternalContext, { program, words: [path = "", ...more] }: Run): Answer | undefined {
  if (program.kind !== "repository" || more.length > 0 || /[\s*?[\]]/.test(path)) return undefined;
  const missing = TEST_FOR_FILE.exec(context.ownText(program.path) ?? "")?.[1];
  const place = argument(context, path);
  if (missing === undefined || place === undefined) return undefined;
  const { graph, dependencies } = context;
  const kind = place.kind === "disk" ? graph.input(dependencies.files.kind, place.path) : context.ownKind(place);
  return answer({ returnCode: kind === "file" ? 0 : Number(missing) });
}
