/**
 * The resolver: finds what every name of a file means and checks what the grammar cannot. After Bazel's `net.starlark.java.syntax.Resolver`, whose messages it gives.
 *
 * Each block (blocks.ts) is resolved in two passes: first all its declarations are collected, since a name may be used before it is bound, then its uses are looked up from the innermost block outwards.
 * A variable found in an enclosing function becomes a cell there, and every function in between captures it. Names that no block declares are globals or predeclared.
 *
 * Bindings change while this goes on (a local turns into a cell), so scopes and slots are written to their arrays at the very end.
 */
import { isIdentifier } from "./identifier.ts";
import { didYouMean } from "../base/spelling.ts";
import type {
  Argument,
  Comprehension,
  DefStatement,
  Expression,
  LambdaExpression,
  LoadStatement,
  Parameter,
  Statement,
  SyntaxTree,
} from "../syntax/ast.ts";
import type { Binding, Block } from "./blocks.ts";
import { frameOf, lookUp, newFrame } from "./blocks.ts";
import { NO_LAMBDA, NO_NESTED_FUNCTIONS, noFunctions, noLoads, noStarArguments, noTopLevel } from "./dialectErrors.ts";
import type { FileOptions } from "./fileOptions.ts";
import type { FunctionCode, Resolution, ResolveError } from "./resolution.ts";
import { Scope } from "./resolution.ts";
import { checkArguments, orderParameters } from "./signatures.ts";

/** The names that a file finds without declaring them. */
export interface Environment {
  has(name: string): boolean;
  /** For "did you mean". */
  names(): Iterable<string>;
}

export function resolve(
  tree: SyntaxTree,
  options: FileOptions,
  environment: Environment,
): { readonly resolution: Resolution; readonly errors: readonly ResolveError[] } {
  return new Resolver(tree, options, environment).resolve();
}

class Resolver {
  readonly #tree: SyntaxTree;
  readonly #options: FileOptions;
  readonly #environment: Environment;
  readonly #errors: ResolveError[] = [];
  readonly #uses: { readonly node: number; readonly binding: Binding }[] = [];
  readonly #functions = new Map<number, FunctionCode>();
  /** Globals and predeclared names. */
  readonly #toplevel = new Map<string, Binding>();
  readonly #globals: string[] = [];
  readonly #loadedGlobals = new Set<string>();
  readonly #predeclared: string[] = [];
  #block: Block;
  #loops = 0;

  constructor(tree: SyntaxTree, options: FileOptions, environment: Environment) {
    this.#tree = tree;
    this.#options = options;
    this.#environment = environment;
    this.#block = { kind: "file", parent: undefined, frame: newFrame(), bindings: new Map() };
  }

  resolve(): { resolution: Resolution; errors: readonly ResolveError[] } {
    const { statements } = this.#tree;
    if (this.#options.requireLoadFirst) this.#checkLoadsFirst(statements);
    this.#declareAll(statements);
    this.#statements(statements);
    const toplevel: FunctionCode = {
      name: "<toplevel>",
      node: -1,
      isToplevel: true,
      parameterNames: [],
      defaults: [],
      ordinaryCount: 0,
      positionalCount: 0,
      hasVarargs: false,
      hasKwargs: false,
      body: statements,
      ...frameOf(this.#block.frame),
      doc: docOf(statements),
    };
    return { resolution: this.#finish(toplevel), errors: this.#errors };
  }

  #finish(toplevel: FunctionCode): Resolution {
    const scopes = new Uint8Array(this.#tree.nodeCount);
    const slots = new Int32Array(this.#tree.nodeCount);
    for (const { node, binding } of this.#uses) {
      scopes[node] = binding.scope;
      slots[node] = binding.slot;
    }
    return {
      scopes,
      slots,
      functions: this.#functions,
      toplevel,
      globals: this.#globals,
      globalSlots: new Map(this.#globals.map((name, slot) => [name, slot])),
      loadedGlobals: this.#loadedGlobals,
      predeclared: this.#predeclared,
    };
  }

  #error(node: number, message: string): void {
    this.#errors.push({ node, message });
  }

  readonly #report = (node: number, message: string): void => {
    this.#error(node, message);
  };

  // Declarations ----------------------------------------------------------------------------------------------------

  #declareAll(statements: readonly Statement[]): void {
    for (const statement of statements) this.#declare(statement);
  }

  #declare(statement: Statement): void {
    switch (statement.kind) {
      case "assignment":
      case "augmented-assignment":
        this.#declareTarget(statement.target);
        break;
      case "for":
        this.#declareTarget(statement.target);
        this.#declareAll(statement.body);
        break;
      case "while":
        this.#declareAll(statement.body);
        break;
      case "if":
        for (const branch of statement.branches) this.#declareAll(branch.body);
        if (statement.orElse) this.#declareAll(statement.orElse);
        break;
      case "def":
        this.#bind(statement.name, statement.id, false);
        break;
      case "load":
        this.#declareLoad(statement);
        break;
      case "expression-statement":
      case "return":
      case "break":
      case "continue":
      case "pass":
      case "bad-statement":
        break;
    }
  }

  #declareLoad(statement: LoadStatement): void {
    const names = new Set<string>();
    for (const binding of statement.bindings) {
      if (binding.exported.startsWith("_") && !this.#options.allowLoadPrivateSymbols) {
        this.#error(binding.id, `symbol '${binding.exported}' is private and cannot be imported`);
      }
      // No file has such a symbol, whatever else is known of it.
      if (!isIdentifier(binding.exported))
        this.#error(binding.id, `file '${statement.module.value}' does not contain symbol '${binding.exported}'`);
      if (names.has(binding.local)) {
        this.#error(binding.id, `load statement defines '${binding.local}' more than once`);
        continue;
      }
      names.add(binding.local);
      this.#bind(binding.local, binding.id, true);
    }
  }

  #declareTarget(target: Expression): void {
    if (target.kind === "identifier") this.#bind(target.name, target.id, false);
    else if (target.kind === "list" || target.kind === "tuple") target.elements.forEach((e) => this.#declareTarget(e));
  }

  /** Declares a name in the current block. False where it was declared there before. */
  #bind(name: string, node: number, isLoad: boolean): boolean {
    if (this.#block.kind === "file") return this.#bindGlobal(name, node, isLoad);
    const known = this.#block.bindings.get(name);
    const binding = known ?? this.#newLocal(name, node);
    this.#uses.push({ node, binding });
    return known === undefined;
  }

  #newLocal(name: string, node: number): Binding {
    const { frame, bindings } = this.#block;
    const binding: Binding = { scope: Scope.local, slot: frame.locals.length, node };
    frame.locals.push(binding);
    bindings.set(name, binding);
    return binding;
  }

  #bindGlobal(name: string, node: number, isLoad: boolean): boolean {
    const isLoaded = isLoad && !this.#options.loadBindsGlobally;
    const known = this.#toplevel.get(name);
    if (known) {
      this.#uses.push({ node, binding: known });
      this.#reportRebinding(name, node, known, isLoaded);
      return false;
    }
    const binding: Binding = { scope: Scope.global, slot: this.#globals.length, node };
    this.#globals.push(name);
    if (isLoaded) this.#loadedGlobals.add(name);
    this.#toplevel.set(name, binding);
    this.#uses.push({ node, binding });
    return true;
  }

  #reportRebinding(name: string, node: number, known: Binding, isLoaded: boolean): void {
    const wasLoaded = this.#loadedGlobals.has(name);
    if (isLoaded !== wasLoaded) {
      this.#error(node, `conflicting ${isLoaded ? "file-local" : "global"} declaration of '${name}'`);
      this.#error(known.node, `'${name}' previously declared as ${wasLoaded ? "file-local" : "global"} here`);
    } else if (!this.#options.allowGlobalReassignment) {
      this.#error(node, `'${name}' redeclared at top level`);
      this.#error(known.node, `'${name}' previously declared here`);
    }
  }

  // Statements ------------------------------------------------------------------------------------------------------

  #statements(statements: readonly Statement[]): void {
    for (const statement of statements) this.#statement(statement);
  }

  #statement(statement: Statement): void {
    switch (statement.kind) {
      case "expression-statement":
        return this.#expression(statement.expression);
      case "assignment":
        this.#expression(statement.value);
        return this.#target(statement.target);
      case "augmented-assignment":
        this.#expression(statement.value);
        if (statement.target.kind === "list" || statement.target.kind === "tuple") {
          this.#error(statement.id, "cannot perform augmented assignment on a list or tuple expression");
        }
        return this.#target(statement.target);
      case "def":
        return this.#def(statement);
      case "if":
        return this.#if(statement.id, statement.branches, statement.orElse);
      case "for":
        return this.#for(statement);
      case "while":
        this.#error(statement.id, "'while' not supported, use 'for' instead");
        this.#expression(statement.condition);
        return this.#loop(statement.body);
      case "return":
        if (this.#block.kind === "file") this.#error(statement.id, "return statements must be inside a function");
        if (statement.value) this.#expression(statement.value);
        return;
      case "break":
      case "continue":
        if (this.#loops === 0) this.#error(statement.id, `${statement.kind} statement must be inside a for loop`);
        return;
      case "load":
        return this.#load(statement);
      case "pass":
      case "bad-statement":
        return;
    }
  }

  #def(statement: DefStatement): void {
    if (!this.#options.allowDef) {
      this.#error(statement.id, noFunctions(this.#options));
    } else if (this.#block.kind !== "file" && !this.#options.allowNestedFunctions) {
      this.#error(statement.id, NO_NESTED_FUNCTIONS);
    }
    this.#function(statement.id, statement.name, statement.parameters, statement.body, statement.doc);
  }

  #if(
    node: number,
    branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[],
    orElse: readonly Statement[] | undefined,
  ): void {
    if (this.#block.kind === "file" && !this.#options.allowTopLevelControlFlow) {
      this.#error(node, noTopLevel(this.#options, "if"));
    }
    for (const { condition, body } of branches) {
      this.#expression(condition);
      this.#statements(body);
    }
    if (orElse) this.#statements(orElse);
  }

  #for(statement: Extract<Statement, { kind: "for" }>): void {
    if (this.#block.kind === "file" && !this.#options.allowTopLevelControlFlow) {
      this.#error(statement.id, noTopLevel(this.#options, "for"));
    }
    this.#expression(statement.iterable);
    this.#target(statement.target);
    this.#loop(statement.body);
  }

  #loop(body: readonly Statement[]): void {
    this.#loops++;
    this.#statements(body);
    this.#loops--;
  }

  #load(statement: LoadStatement): void {
    if (this.#block.kind !== "file") this.#error(statement.id, "load statement not at top level");
    else if (!this.#options.allowLoad) {
      this.#error(statement.id, noLoads(this.#options));
    }
  }

  #checkLoadsFirst(statements: readonly Statement[]): void {
    let other: Statement | undefined;
    for (const statement of statements) {
      if (statement.kind === "expression-statement" && statement.expression.kind === "string") continue;
      if (statement.kind === "load" && other) {
        this.#error(statement.id, "load statements must appear before any other statement");
        this.#error(other.id, "\tfirst non-load statement appears here");
      }
      if (statement.kind !== "load") other ??= statement;
    }
  }

  /** The target of an assignment: its names are declared already. */
  #target(target: Expression): void {
    switch (target.kind) {
      case "identifier":
        return;
      case "index":
        return this.#expression(target);
      case "dot":
        return this.#expression(target.object);
      case "list":
      case "tuple":
        target.elements.forEach((element) => this.#target(element));
        return;
      case "bad-expression":
        return;
      default:
        this.#error(target.id, `cannot assign to '${describe(target)}'`);
    }
  }

  // Expressions -----------------------------------------------------------------------------------------------------

  #expression(expression: Expression): void {
    switch (expression.kind) {
      case "identifier":
        return this.#use(expression.name, expression.id);
      case "string":
      case "int":
      case "float":
      case "bytes":
      case "bad-expression":
        return;
      case "list":
      case "tuple":
        expression.elements.forEach((element) => this.#expression(element));
        return;
      case "dict":
        for (const { key, value } of expression.entries) {
          this.#expression(key);
          this.#expression(value);
        }
        return;
      case "comprehension":
        return this.#comprehension(expression);
      case "call":
        this.#expression(expression.callee);
        return this.#arguments(expression.args);
      case "dot":
        return this.#expression(expression.object);
      case "index":
        this.#expression(expression.object);
        return this.#expression(expression.index);
      case "slice":
        for (const part of [expression.object, expression.start, expression.stop, expression.step]) {
          if (part) this.#expression(part);
        }
        return;
      case "unary":
        return this.#expression(expression.operand);
      case "binary":
        return this.#binary(expression);
      case "conditional":
        this.#expression(expression.condition);
        this.#expression(expression.whenTrue);
        return this.#expression(expression.whenFalse);
      case "lambda":
        return this.#lambda(expression);
    }
  }

  /** Sums lean left and can be tens of thousands of terms long: the left spine is a loop. */
  #binary(expression: Expression): void {
    const rights: Expression[] = [];
    let left = expression;
    for (; left.kind === "binary"; left = left.left) rights.push(left.right);
    this.#expression(left);
    for (let i = rights.length - 1; i >= 0; i--) this.#expression(rights[i] as Expression);
  }

  #lambda(expression: LambdaExpression): void {
    if (!this.#options.allowDef) {
      this.#error(expression.id, noFunctions(this.#options));
    } else if (!this.#options.allowNestedFunctions) {
      this.#error(expression.id, NO_LAMBDA);
    }
    this.#function(expression.id, "lambda", expression.parameters, expression.body, undefined);
  }

  /** The first iterable is resolved outside of the comprehension, everything else inside, as in Python 3. */
  #comprehension(expression: Comprehension): void {
    const [first, ...rest] = expression.clauses;
    if (first?.kind === "for-clause") this.#expression(first.iterable);
    const outer = this.#block;
    this.#block = { kind: "comprehension", parent: outer, frame: outer.frame, bindings: new Map() };
    for (const clause of expression.clauses) {
      if (clause.kind === "for-clause") this.#declareTarget(clause.target);
    }
    if (first?.kind === "for-clause") this.#target(first.target);
    for (const clause of rest) {
      if (clause.kind === "if-clause") {
        this.#expression(clause.condition);
      } else {
        this.#expression(clause.iterable);
        this.#target(clause.target);
      }
    }
    if (expression.body.kind === "entry") {
      this.#expression(expression.body.key);
      this.#expression(expression.body.value);
    } else {
      this.#expression(expression.body);
    }
    this.#block = outer;
  }

  #arguments(args: readonly Argument[]): void {
    checkArguments(args, this.#report);
    for (const arg of args) {
      const isStar = arg.kind === "star" || arg.kind === "star-star";
      if (isStar && !this.#options.allowStarArguments) this.#error(arg.id, noStarArguments(this.#options, arg.kind));
      this.#expression(arg.value);
    }
  }

  // Functions -------------------------------------------------------------------------------------------------------

  #function(
    node: number,
    name: string,
    parameters: readonly Parameter[],
    body: readonly Statement[] | Expression,
    doc: string | undefined,
  ): void {
    for (const parameter of parameters) {
      if (parameter.kind === "optional") this.#expression(parameter.defaultValue);
    }
    const outer = this.#block;
    const loops = this.#loops;
    this.#loops = 0;
    this.#block = { kind: "function", parent: outer, frame: newFrame(), bindings: new Map() };
    const signature = this.#parameters(parameters);
    if (isStatements(body)) {
      this.#declareAll(body);
      this.#statements(body);
    } else {
      this.#expression(body);
    }
    const code = { name, node, isToplevel: false, ...signature, body, ...frameOf(this.#block.frame), doc };
    this.#functions.set(node, code);
    this.#block = outer;
    this.#loops = loops;
  }

  #parameters(parameters: readonly Parameter[]): Signature {
    const order = orderParameters(parameters, this.#report);
    const defaults: (Expression | undefined)[] = [];
    const names: string[] = [];
    for (const parameter of [...order.positional, ...order.keywordOnly]) {
      this.#bindParameter(parameter.name, parameter.id, names);
      defaults.push(parameter.kind === "optional" ? parameter.defaultValue : undefined);
    }
    if (order.star?.name !== undefined) this.#bindParameter(order.star.name, order.star.id, names);
    if (order.starStar) this.#bindParameter(order.starStar.name, order.starStar.id, names);
    return {
      parameterNames: names,
      defaults,
      ordinaryCount: defaults.length,
      positionalCount: order.positional.length,
      hasVarargs: order.star?.name !== undefined,
      hasKwargs: order.starStar !== undefined,
    };
  }

  #bindParameter(name: string, node: number, names: string[]): void {
    if (!this.#bind(name, node, false)) {
      this.#error(node, `duplicate parameter: ${name}`);
      this.#newLocal(name, node); // keeps the slots of the parameters that follow in step with their places
    }
    names.push(name);
  }

  // Names -----------------------------------------------------------------------------------------------------------

  #use(name: string, node: number): void {
    const binding = lookUp(name, this.#block) ?? this.#toplevel.get(name) ?? this.#usePredeclared(name);
    if (binding) this.#uses.push({ node, binding });
    else this.#error(node, `name '${name}' is not defined${didYouMean(name, this.#visibleNames())}`);
  }

  #usePredeclared(name: string): Binding | undefined {
    if (!this.#environment.has(name)) return undefined;
    const binding: Binding = { scope: Scope.predeclared, slot: this.#predeclared.length, node: -1 };
    this.#predeclared.push(name);
    this.#toplevel.set(name, binding);
    return binding;
  }

  #visibleNames(): Set<string> {
    const names = new Set<string>();
    for (let block: Block | undefined = this.#block; block; block = block.parent) {
      for (const name of block.bindings.keys()) names.add(name);
    }
    for (const name of this.#environment.names()) names.add(name);
    for (const name of this.#toplevel.keys()) names.add(name);
    return names;
  }
}

type Signature = Pick<
  FunctionCode,
  "parameterNames" | "defaults" | "ordinaryCount" | "positionalCount" | "hasVarargs" | "hasKwargs"
>;

function isStatements(body: readonly Statement[] | Expression): body is readonly Statement[] {
  return Array.isArray(body);
}

function docOf(statements: readonly Statement[]): string | undefined {
  const first = statements[0];
  return first?.kind === "expression-statement" && first.expression.kind === "string"
    ? first.expression.value
    : undefined;
}

/** An expression as "cannot assign to" names it. */
function describe(expression: Expression): string {
  switch (expression.kind) {
    case "string":
      return JSON.stringify(expression.value);
    case "int":
    case "float":
      return String(expression.value);
    case "call":
      return `${describe(expression.callee)}(...)`;
    case "identifier":
      return expression.name;
    case "dot":
      return `${describe(expression.object)}.${expression.name}`;
    default:
      return `${expression.kind} expression`;
  }
}
