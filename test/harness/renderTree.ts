/** Syntax trees as text in which every operation has its brackets: short enough to be read in a test, and nothing is left out but positions. */
import type { Argument, Expression, Node, Parameter, Statement } from "../../server/src/syntax/ast.ts";

export function renderStatements(statements: readonly Statement[]): string {
  return statements.map(renderStatement).join("; ");
}

function renderStatement(s: Statement): string {
  switch (s.kind) {
    case "expression-statement":
      return render(s.expression);
    case "assignment":
      return `${render(s.target)} = ${render(s.value)}`;
    case "augmented-assignment":
      return `${render(s.target)} ${s.operator}= ${render(s.value)}`;
    case "def":
      return `def ${s.name}(${s.parameters.map(renderParameter).join(", ")}) ${suite(s.body)}`;
    case "if":
      return [
        ...s.branches.map((branch) => `if ${render(branch.condition)} ${suite(branch.body)}`),
        ...(s.orElse ? [suite(s.orElse)] : []),
      ].join(" else ");
    case "for":
      return `for ${render(s.target)} in ${render(s.iterable)} ${suite(s.body)}`;
    case "while":
      return `while ${render(s.condition)} ${suite(s.body)}`;
    case "return":
      return s.value ? `return ${render(s.value)}` : "return";
    case "break":
    case "continue":
    case "pass":
      return s.kind;
    case "load":
      return `load ${JSON.stringify(s.module.value)} ${s.bindings.map((b) => `${b.local}=${b.exported}`).join(" ")}`;
    case "bad-statement":
      return "<bad>";
    default:
      return s satisfies never;
  }
}

function suite(body: readonly Statement[]): string {
  return `{ ${renderStatements(body)} }`;
}

function renderParameter(p: Parameter): string {
  switch (p.kind) {
    case "mandatory":
      return p.name;
    case "optional":
      return `${p.name}=${render(p.defaultValue)}`;
    case "star-parameter":
      return `*${p.name ?? ""}`;
    case "star-star-parameter":
      return `**${p.name}`;
    default:
      return p satisfies never;
  }
}

function renderArgument(a: Argument): string {
  switch (a.kind) {
    case "positional":
      return render(a.value);
    case "keyword":
      return `${a.name}=${render(a.value)}`;
    case "star":
      return `*${render(a.value)}`;
    case "star-star":
      return `**${render(a.value)}`;
    default:
      return a satisfies never;
  }
}

export function render(e: Expression): string {
  switch (e.kind) {
    case "identifier":
      return e.name;
    case "string":
      return JSON.stringify(e.value);
    case "bytes":
      return `b${JSON.stringify(e.value)}`;
    case "int":
      return String(e.value);
    case "float":
      return Number.isInteger(e.value) ? `${e.value}.0` : String(e.value);
    case "list":
      return `[${e.elements.map(render).join(", ")}]`;
    case "tuple":
      return e.parenthesized
        ? `(${e.elements.map((x) => `${render(x)},`).join(" ")})`
        : e.elements.map(render).join(", ");
    case "dict":
      return `{${e.entries.map(renderPart).join(", ")}}`;
    case "comprehension": {
      const text = [e.body, ...e.clauses].map(renderPart).join(" ");
      return e.isDict ? `{${text}}` : `[${text}]`;
    }
    case "call":
      return `${render(e.callee)}(${e.args.map(renderArgument).join(", ")})`;
    case "dot":
      return `${render(e.object)}.${e.name}`;
    case "index":
      return `${render(e.object)}[${render(e.index)}]`;
    case "slice":
      return `${render(e.object)}[${[e.start, e.stop, e.step].map((x) => (x ? render(x) : "")).join(":")}]`;
    case "unary":
      return `(${e.operator} ${render(e.operand)})`;
    case "binary":
      return `(${render(e.left)} ${e.operator} ${render(e.right)})`;
    case "conditional":
      return `(${render(e.whenTrue)} if ${render(e.condition)} else ${render(e.whenFalse)})`;
    case "lambda":
      return `(lambda ${e.parameters.map(renderParameter).join(", ")}: ${render(e.body)})`;
    case "bad-expression":
      return "<bad>";
    default:
      return e satisfies never;
  }
}

function renderPart(part: Extract<Node, { kind: "entry" | "for-clause" | "if-clause" }> | Expression): string {
  switch (part.kind) {
    case "entry":
      return `${render(part.key)}: ${render(part.value)}`;
    case "for-clause":
      return `for ${render(part.target)} in ${render(part.iterable)}`;
    case "if-clause":
      return `if ${render(part.condition)}`;
    default:
      return render(part);
  }
}
