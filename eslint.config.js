/**
 * Type-checked linting. Beyond the recommended sets these are the rules that have a reason here: the core must not see the host, unions must be matched
 * exhaustively, and every promise is awaited or visibly given up.
 */
import tseslint from "typescript-eslint";

const hostGlobals = [
  "process",
  "Buffer",
  "console",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "fetch",
  "require",
  "__dirname",
];

export default tseslint.config(
  { ignores: ["dist/", ".cache/", "node_modules/", "test/workspaces/", "test/recorded/"] },
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.recommendedTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: "error",
      "no-console": "error",
      "prefer-const": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "ExportDefaultDeclaration",
          message: "Export by name, so that a thing is called the same everywhere.",
        },
        { selector: "ExportAllDeclaration", message: "No barrels: import from the file that defines the name." },
      ],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-import-type-side-effects": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" },
      ],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/prefer-readonly": "error",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/return-await": ["error", "error-handling-correctness-only"],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      // An empty body or a method without `this` is often the honest implementation of an interface here.
      "@typescript-eslint/class-literal-property-style": "off",
      "@typescript-eslint/no-empty-function": "off",
      // `string | "pending"` says something to the reader; `as T` is how an indexed access that was just checked is written without `!`.
      "@typescript-eslint/no-redundant-type-constituents": "off",
      "@typescript-eslint/non-nullable-type-assertion-style": "off",
      "@typescript-eslint/prefer-nullish-coalescing": ["error", { ignorePrimitives: true }],
    },
  },
  {
    files: ["server/src/{base,syntax,starlark,bazel,lints,ide}/**/*.ts", "server/src/{project,protocol,settings}.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        ...hostGlobals.map((name) => ({ name, message: "The core sees no host: take what you need as an argument." })),
      ],
    },
  },
  {
    files: ["test/**/*.ts"],
    rules: {
      // A test that indexes into its own fixture fails loudly by itself.
      "@typescript-eslint/no-non-null-assertion": "off",
      "no-console": "off",
    },
  },
  {
    files: ["vitest.config.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
);
