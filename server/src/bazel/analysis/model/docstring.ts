/**
 * The docstrings of functions, as far as Bazel refuses them: `starlark_doc_extract` documents no module in which one is malformed (starlarkdocextract/StarlarkFunctionInfoExtractor.java; DocstringUtils.java, whose
 * messages these are; Starlark.trimDocString). Each kind was asked of 7.7.1.
 */

/** What Bazel says of a malformed docstring, `line 2: …`; none for a sound one. */
export function docstringProblems(doc: string): readonly string[] {
  return new DocstringReader(trimmed(doc)).problems();
}

/** The lines, without their common indentation, trailing spaces and blank lines around them (PEP 257). */
function trimmed(doc: string): readonly string[] {
  const [first = "", ...rest] = doc.split("\n").map((line) => expandTabs(line).replace(/[ \r\f\v]+$/, ""));
  const indentation = Math.min(...rest.filter((line) => line !== "").map(indentationOf));
  const lines = [first.slice(indentationOf(first)), ...rest.map((line) => line.slice(indentation))];
  const start = lines.findIndex((line) => line !== "");
  return start < 0 ? [""] : lines.slice(start, lines.findLastIndex((line) => line !== "") + 1);
}

function expandTabs(line: string): string {
  let expanded = "";
  for (const character of line) expanded += character === "\t" ? " ".repeat(8 - (expanded.length % 8)) : character;
  return expanded;
}

function indentationOf(line: string): number {
  return /^ */.exec(line)?.[0].length ?? 0;
}

const PARAMETER = /^\s*(?<name>[*\w]+)( \(\s*.*\s*\))?: (?<description>.*)$/;
const USE_A_SECTION =
  "use a 'Deprecated:' section for deprecations, similar to a 'Returns:' section:  Deprecated:   <reason and alternative>  For more details, please have a look at the documentation.";

class DocstringReader {
  readonly #lines: readonly string[];
  readonly #problems: string[] = [];
  /** Of the current line; behind the last one where all are read. */
  #at = 0;
  #inSections = false;
  readonly #sections = new Set<"Args" | "Returns" | "Deprecated">();
  #isDeprecationTold = false;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
  }

  problems(): readonly string[] {
    this.#checkDeprecation();
    this.#at++;
    if (this.#isAtEnd()) return this.#problems;
    if (this.#line === "") this.#at++;
    else this.#tell("the one-line summary should be followed by a blank line");
    while (!this.#isAtEnd()) this.#readBlock();
    return this.#problems;
  }

  get #line(): string {
    return this.#lines[this.#at] ?? "";
  }

  #isAtEnd(): boolean {
    return this.#at >= this.#lines.length;
  }

  #isAfterBlank(): boolean {
    return this.#lines[this.#at - 1] === "";
  }

  #tell(problem: string, at = this.#at): void {
    this.#problems.push(`line ${String(at + 1)}: ${problem}`);
  }

  #readBlock(): void {
    switch (this.#line) {
      case "Args:":
      case "Arguments:":
        this.#startSection("Args", ["Returns", "Deprecated"]);
        return;
      case "Returns:":
        this.#startSection("Returns", ["Deprecated"]);
        return;
      case "Deprecated:":
        this.#startSection("Deprecated", []);
        return;
      default:
        this.#readDescription();
    }
  }

  #readDescription(): void {
    if (this.#inSections) this.#tell("description body should go before the special sections");
    this.#inSections = false; // Told once: the sections before do not count again.
    if (!this.#sections.has("Deprecated")) this.#checkDeprecation();
    if (this.#line.startsWith("Returns: "))
      this.#tell(
        "the return value should be documented in a section, like this:  Returns:   <documentation here>  For more details, please have a look at the documentation.",
      );
    this.#at++;
  }

  #checkDeprecation(): void {
    const line = this.#line;
    if (this.#isDeprecationTold || !(/^deprecated:/i.test(line) || line.includes("DEPRECATED"))) return;
    this.#isDeprecationTold = true;
    this.#tell(USE_A_SECTION);
  }

  #startSection(section: "Args" | "Returns" | "Deprecated", later: readonly ("Returns" | "Deprecated")[]): void {
    this.#inSections = true;
    const heading = this.#line;
    if (!this.#isAfterBlank()) this.#tell("section should be preceded by a blank line");
    if (this.#sections.has(section)) this.#tell(`duplicate '${heading}' section`);
    for (const other of later)
      if (this.#sections.has(other)) this.#tell(`'${section}:' section should go before the '${other}:' section`);
    const start = this.#at++;
    const hasContents = section === "Args" ? this.#readParameters() : this.#readText();
    if (hasContents) this.#sections.add(section);
    else this.#tell(section === "Args" ? "section is empty or badly formatted" : "section is empty", start);
  }

  /** Whether there is a parameter. */
  #readParameters(): boolean {
    let indentation: number | undefined;
    let found = false;
    while (!this.#isAtEnd()) {
      if (this.#line === "") {
        this.#at++;
        continue;
      }
      const own = indentationOf(this.#line);
      if (own === 0) {
        if (!this.#isAfterBlank()) this.#tell("end of 'Args' section without blank line");
        break;
      }
      indentation ??= own;
      if (own !== indentation)
        this.#tell(
          `inconsistent indentation of parameter lines (before: ${String(indentation)}; here: ${String(own)} spaces)`,
        );
      found = this.#readParameter(own) || found;
    }
    return found;
  }

  #readParameter(indentation: number): boolean {
    const start = this.#at++;
    const { name = "", description = "" } = PARAMETER.exec(this.#lines[start] ?? "")?.groups ?? {};
    if (name === "") {
      this.#tell(
        'invalid parameter documentation (expected format: "parameter_name: documentation"). For more details, please have a look at the documentation.',
        start,
      );
      return false;
    }
    let isEmpty = description === "";
    while (!this.#isAtEnd() && (this.#line === "" || indentationOf(this.#line) > indentation)) {
      isEmpty &&= this.#line === "";
      this.#at++;
    }
    if (isEmpty) this.#tell(`empty parameter description for '${name}'`, start);
    return true;
  }

  /** Whether the section says anything. */
  #readText(): boolean {
    let hasContents = false;
    for (; !this.#isAtEnd(); this.#at++) {
      const line = this.#line;
      if (line === "") continue;
      if (indentationOf(line) === 0) {
        if (!this.#isAfterBlank()) this.#tell("end of section without blank line");
        break;
      }
      if (indentationOf(line) < 2)
        this.#tell("text in a section has to be indented by two spaces (relative to the left margin of the docstring)");
      hasContents = true;
    }
    return hasContents;
  }
}
