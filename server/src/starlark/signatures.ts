/**
 * The order in which parameters and arguments may stand, checked with the messages of Bazel's `Resolver.java`.
 */
import type { Argument, Parameter } from "../syntax/ast.ts";

/** Takes an error at a node. */
export type Report = (node: number, message: string) => void;

type OrdinaryParameter = Extract<Parameter, { kind: "mandatory" | "optional" }>;

export interface ParameterOrder {
  readonly positional: OrdinaryParameter[];
  readonly keywordOnly: OrdinaryParameter[];
  star: Extract<Parameter, { kind: "star-parameter" }> | undefined;
  starStar: Extract<Parameter, { kind: "star-star-parameter" }> | undefined;
}

/** Sorts the parameters of a function by how arguments reach them. */
export function orderParameters(parameters: readonly Parameter[], report: Report): ParameterOrder {
  const order: ParameterOrder = { positional: [], keywordOnly: [], star: undefined, starStar: undefined };
  for (const parameter of parameters) {
    switch (parameter.kind) {
      case "mandatory":
      case "optional":
        checkOrdinary(parameter, order, report);
        (order.star ? order.keywordOnly : order.positional).push(parameter);
        break;
      case "star-parameter":
        if (order.starStar) report(parameter.id, `* parameter may not follow **${order.starStar.name}`);
        else if (order.star) report(parameter.id, "multiple * parameters not allowed");
        else order.star = parameter;
        break;
      case "star-star-parameter":
        if (order.starStar) report(parameter.id, "multiple ** parameters not allowed");
        order.starStar = parameter;
        break;
    }
  }
  if (order.star && order.star.name === undefined && order.keywordOnly.length === 0) {
    report(order.star.id, "bare * must be followed by keyword-only parameters");
  }
  return order;
}

function checkOrdinary(parameter: OrdinaryParameter, order: ParameterOrder, report: Report): void {
  if (order.starStar) {
    const what = parameter.kind === "mandatory" ? `required parameter ${parameter.name}` : "optional parameter";
    report(parameter.id, `${what} may not follow **${order.starStar.name}`);
  } else if (
    parameter.kind === "mandatory" &&
    !order.star &&
    order.positional.some((earlier) => earlier.kind === "optional")
  ) {
    report(parameter.id, `required positional parameter ${parameter.name} may not follow an optional parameter`);
  }
}

/** Checks the arguments of a call. */
export function checkArguments(args: readonly Argument[], report: Report): void {
  let star = false;
  let starStar = false;
  const keywords = new Set<string>();
  for (const arg of args) {
    switch (arg.kind) {
      case "positional":
        if (star) report(arg.id, "positional argument may not follow *args");
        else if (starStar) report(arg.id, "positional argument may not follow **kwargs");
        else if (keywords.size > 0) report(arg.id, "positional argument may not follow keyword argument");
        break;
      case "keyword":
        if (star) report(arg.id, `keyword argument ${arg.name} may not follow *args`);
        else if (starStar) report(arg.id, `keyword argument ${arg.name} may not follow **kwargs`);
        if (keywords.has(arg.name)) report(arg.id, `duplicate keyword argument: ${arg.name}`);
        keywords.add(arg.name);
        break;
      case "star":
        if (starStar) report(arg.id, "*args may not follow **kwargs");
        else if (star) report(arg.id, "multiple *args not allowed");
        star = true;
        break;
      case "star-star":
        if (starStar) report(arg.id, "multiple **kwargs not allowed");
        starStar = true;
        break;
    }
  }
}
