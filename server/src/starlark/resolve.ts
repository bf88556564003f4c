/**
 * The resolver: finds what every name of a file means and checks what the grammar cannot. After Bazel's `net.starlark.java.syntax.Resolver`, whose messages it gives.
 *
 * A *block* is a region in which names are declared (file, function, comprehension); a *frame* is the storage of one function's variables, which a comprehension shares with the function around it.
 * Each block is resolved in two passes: first all its declarations are collected, since a name may be used before it is bound, then its uses are looked up from the innermost block outwards.
 * A variable found in an enclosing function becomes a cell there, and every function in between captures it. Names that no block declares are globals or predeclared.
 *
 * Bindings change while this goes on (a local turns into a cell), so scopes and slots are written to their arrays at the very end.
 */
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
import type { FileOptions } from "./fileOptions.ts";
import type { FunctionCode, Resolution, ResolveError } from "./resolution.ts";
import { Scope } from "./resolution.ts";

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

interface Binding {
  scope: number;
  slot: number;
  /** The first node that binds it, -1 for none. */
  readonly node: number;
}

interface FrameBuilder {
  readonly locals: Binding[];
  /** Bindings of the enclosing function that this one captures. */
  readonly captures: Binding[];
}

interface Block {
  readonly kind: "file" | "function" | "comprehension";
  readonly parent: Block | undefined;
  readonly frame: FrameBuilder;
  /** Names declared here, and those found further out. */
  readonly bindings: Map<string, Binding>;
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
      this.#error(
        statement.id,
        `functions may not be defined in ${this.#options.files}. You may move the function to a .bzl file and load it.`,
      );
    }
    this.#function(statement.id, statement.name, statement.parameters, statement.body, statement.doc);
  }

  #if(
    node: number,
    branches: readonly { readonly condition: Expression; readonly body: readonly Statement[] }[],
    orElse: readonly Statement[] | undefined,
  ): void {
    if (this.#block.kind === "file" && !this.#options.allowTopLevelControlFlow) {
      this.#error(node, this.#noTopLevel("if"));
    }
    for (const { condition, body } of branches) {
      this.#expression(condition);
      this.#statements(body);
    }
    if (orElse) this.#statements(orElse);
  }

  #for(statement: Extract<Statement, { kind: "for" }>): void {
    if (this.#block.kind === "file" && !this.#options.allowTopLevelControlFlow) {
      this.#error(statement.id, this.#noTopLevel("for"));
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

  #noTopLevel(keyword: "if" | "for"): string {
    const { files, allowDef } = this.#options;
    if (allowDef) {
      return keyword === "if"
        ? "if statements are not allowed at the top level. You may move it inside a function or use an if expression (x if condition else y)."
        : "for loops are not allowed at the top level. You may move it inside a function or use a comprehension, [f(x) for x in sequence]";
    }
    return keyword === "if"
      ? `if statements are not allowed in ${files}. You may move conditional logic to a function definition (in a .bzl file), or for simple cases use an if expression.`
      : `for statements are not allowed in ${files}. You may inline the loop, move it to a function definition (in a .bzl file), or as a last resort, use a list comprehension.`;
  }

  #load(statement: LoadStatement): void {
    if (this.#block.kind !== "file") this.#error(statement.id, "load statement not at top level");
    else if (!this.#options.allowLoad) {
      this.#error(statement.id, `\`load\` statements may not be used in ${this.#options.files}`);
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
      this.#error(
        expression.id,
        `functions may not be defined in ${this.#options.files}. You may move the function to a .bzl file and load it.`,
      );
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
    let star = false;
    let starStar = false;
    const keywords = new Set<string>();
    for (const arg of args) {
      switch (arg.kind) {
        case "positional":
          if (star) this.#error(arg.id, "positional argument may not follow *args");
          else if (starStar) this.#error(arg.id, "positional argument may not follow **kwargs");
          else if (keywords.size > 0) this.#error(arg.id, "positional argument may not follow keyword argument");
          break;
        case "keyword":
          if (star) this.#error(arg.id, `keyword argument ${arg.name} may not follow *args`);
          else if (starStar) this.#error(arg.id, `keyword argument ${arg.name} may not follow **kwargs`);
          if (keywords.has(arg.name)) this.#error(arg.id, `duplicate keyword argument: ${arg.name}`);
          keywords.add(arg.name);
          break;
        case "star":
          if (starStar) this.#error(arg.id, "*args may not follow **kwargs");
          else if (star) this.#error(arg.id, "multiple *args not allowed");
          this.#checkStar(arg.id, "*args");
          star = true;
          break;
        case "star-star":
          if (starStar) this.#error(arg.id, "multiple **kwargs not allowed");
          this.#checkStar(arg.id, "**kwargs");
          starStar = true;
          break;
      }
      this.#expression(arg.value);
    }
  }

  #checkStar(node: number, what: string): void {
    if (this.#options.allowStarArguments) return;
    this.#error(node, `${what} arguments are not allowed in ${this.#options.files}. Pass the arguments in explicitly.`);
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
    const order = this.#checkParameters(parameters);
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

  #checkParameters(parameters: readonly Parameter[]): ParameterOrder {
    const order: ParameterOrder = { positional: [], keywordOnly: [], star: undefined, starStar: undefined };
    for (const parameter of parameters) {
      switch (parameter.kind) {
        case "mandatory":
        case "optional":
          this.#checkOrdinary(parameter, order);
          (order.star ? order.keywordOnly : order.positional).push(parameter);
          break;
        case "star-parameter":
          if (order.starStar) this.#error(parameter.id, `* parameter may not follow **${order.starStar.name}`);
          else if (order.star) this.#error(parameter.id, "multiple * parameters not allowed");
          else order.star = parameter;
          break;
        case "star-star-parameter":
          if (order.starStar) this.#error(parameter.id, "multiple ** parameters not allowed");
          order.starStar = parameter;
          break;
      }
    }
    if (order.star && order.star.name === undefined && order.keywordOnly.length === 0) {
      this.#error(order.star.id, "bare * must be followed by keyword-only parameters");
    }
    return order;
  }

  #checkOrdinary(parameter: OrdinaryParameter, order: ParameterOrder): void {
    if (order.starStar) {
      const what = parameter.kind === "mandatory" ? `required parameter ${parameter.name}` : "optional parameter";
      this.#error(parameter.id, `${what} may not follow **${order.starStar.name}`);
    } else if (
      parameter.kind === "mandatory" &&
      !order.star &&
      order.positional.some((earlier) => earlier.kind === "optional")
    ) {
      this.#error(parameter.id, `required positional parameter ${parameter.name} may not follow an optional parameter`);
    }
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

type OrdinaryParameter = Extract<Parameter, { kind: "mandatory" | "optional" }>;

interface ParameterOrder {
  readonly positional: OrdinaryParameter[];
  readonly keywordOnly: OrdinaryParameter[];
  star: Extract<Parameter, { kind: "star-parameter" }> | undefined;
  starStar: Extract<Parameter, { kind: "star-star-parameter" }> | undefined;
}

/** Finds a local variable of this or an enclosing block; on its way out of a function it becomes a captured cell. */
function lookUp(name: string, block: Block): Binding | undefined {
  const here = block.bindings.get(name);
  if (here || !block.parent) return here;
  const found = lookUp(name, block.parent);
  if (!found) return undefined;
  const binding = block.kind === "function" ? capture(found, block.frame) : found;
  block.bindings.set(name, binding);
  return binding;
}

function capture(outer: Binding, frame: FrameBuilder): Binding {
  if (outer.scope === Scope.local) outer.scope = Scope.cell;
  frame.captures.push(outer);
  return { scope: Scope.free, slot: frame.captures.length - 1, node: outer.node };
}

function newFrame(): FrameBuilder {
  return { locals: [], captures: [] };
}

/**
 * The storage that a function needs. The bindings are final only when the enclosing function is resolved as well, but which of a function's own locals are cells is known once its body is,
 * and a captured variable is a cell or a captured one from the moment it is captured.
 */
function frameOf(frame: FrameBuilder): Pick<FunctionCode, "localCount" | "cells" | "captures"> {
  return {
    localCount: frame.locals.length,
    cells: frame.locals.filter((binding) => binding.scope === Scope.cell).map((binding) => binding.slot),
    captures: frame.captures.map(({ scope, slot }) => ({
      scope: scope === Scope.free ? Scope.free : Scope.cell,
      slot,
    })),
  };
}

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
