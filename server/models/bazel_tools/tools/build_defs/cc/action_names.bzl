"""Names of the actions of C++ toolchains, as Bazel's tools/build_defs/cc/action_names.bzl (4.2.3, 7.7.1) and rules_cc (0.2, which Bazel 8 takes them from) have them."""

ASSEMBLE_ACTION_NAME = "assemble"
CC_FLAGS_MAKE_VARIABLE_ACTION_NAME = "cc-flags-make-variable"
CLIF_MATCH_ACTION_NAME = "clif-match"
CPP20_MODULE_CODEGEN_ACTION_NAME = "c++20-module-codegen"
CPP20_MODULE_COMPILE_ACTION_NAME = "c++20-module-compile"
CPP_COMPILE_ACTION_NAME = "c++-compile"
CPP_HEADER_ANALYSIS_ACTION_NAME = "c++-header-analysis"
CPP_HEADER_PARSING_ACTION_NAME = "c++-header-parsing"
CPP_LINK_DYNAMIC_LIBRARY_ACTION_NAME = "c++-link-dynamic-library"
CPP_LINK_EXECUTABLE_ACTION_NAME = "c++-link-executable"
CPP_LINK_NODEPS_DYNAMIC_LIBRARY_ACTION_NAME = "c++-link-nodeps-dynamic-library"
CPP_LINK_STATIC_LIBRARY_ACTION_NAME = "c++-link-static-library"
CPP_MODULE_CODEGEN_ACTION_NAME = "c++-module-codegen"
CPP_MODULE_COMPILE_ACTION_NAME = "c++-module-compile"
CPP_MODULE_DEPS_SCANNING_ACTION_NAME = "c++-module-deps-scanning"
C_COMPILE_ACTION_NAME = "c-compile"
C_HEADER_PARSING_ACTION_NAME = "c-header-parsing"
DWP = "dwp"
GCOV = "gcov"
GENERATE_DEF_FILE_ACTION_NAME = "generate-def-file"
LINKSTAMP_COMPILE_ACTION_NAME = "linkstamp-compile"
LLVM_COV = "llvm-cov"
LLVM_PROFDATA = "llvm-profdata"
LTO_BACKEND_ACTION_NAME = "lto-backend"
LTO_INDEXING_ACTION_NAME = "lto-indexing"
LTO_INDEX_FOR_DYNAMIC_LIBRARY_ACTION_NAME = "lto-index-for-dynamic-library"
LTO_INDEX_FOR_EXECUTABLE_ACTION_NAME = "lto-index-for-executable"
LTO_INDEX_FOR_NODEPS_DYNAMIC_LIBRARY_ACTION_NAME = "lto-index-for-nodeps-dynamic-library"
OBJCPP_COMPILE_ACTION_NAME = "objc++-compile"
OBJCPP_EXECUTABLE_ACTION_NAME = "objc++-executable"
OBJC_ARCHIVE_ACTION_NAME = "objc-archive"
OBJC_COMPILE_ACTION_NAME = "objc-compile"
OBJC_EXECUTABLE_ACTION_NAME = "objc-executable"
OBJC_FULLY_LINK_ACTION_NAME = "objc-fully-link"
OBJ_COPY_ACTION_NAME = "objcopy_embed_data"
PREPROCESS_ASSEMBLE_ACTION_NAME = "preprocess-assemble"
STRIP_ACTION_NAME = "strip"
VALIDATE_STATIC_LIBRARY = "validate-static-library"

ALL_CC_COMPILE_ACTION_NAMES = [
    "linkstamp-compile",
    "c++-compile",
    "c++-header-parsing",
    "c++-module-compile",
    "c++-module-codegen",
    "lto-backend",
    "clif-match",
    "objc++-compile",
    "c-compile",
    "preprocess-assemble",
    "assemble",
    "objc-compile",
]

ALL_CC_LINK_ACTION_NAMES = [
    "c++-link-executable",
    "c++-link-dynamic-library",
    "c++-link-nodeps-dynamic-library",
    "lto-index-for-executable",
    "lto-index-for-dynamic-library",
    "lto-index-for-nodeps-dynamic-library",
    "objc-executable",
]

ALL_CPP_COMPILE_ACTION_NAMES = [
    "linkstamp-compile",
    "c++-compile",
    "c++-header-parsing",
    "c++-module-compile",
    "c++-module-codegen",
    "lto-backend",
    "clif-match",
    "objc++-compile",
]

CC_LINK_EXECUTABLE_ACTION_NAMES = [
    "c++-link-executable",
    "lto-index-for-executable",
    "objc-executable",
]

DYNAMIC_LIBRARY_LINK_ACTION_NAMES = [
    "c++-link-dynamic-library",
    "c++-link-nodeps-dynamic-library",
    "lto-index-for-dynamic-library",
    "lto-index-for-nodeps-dynamic-library",
]

NODEPS_DYNAMIC_LIBRARY_LINK_ACTION_NAMES = [
    "c++-link-nodeps-dynamic-library",
    "lto-index-for-nodeps-dynamic-library",
]

TRANSITIVE_LINK_ACTION_NAMES = [
    "c++-link-executable",
    "c++-link-dynamic-library",
    "lto-index-for-executable",
    "lto-index-for-dynamic-library",
    "objc-executable",
]

_COMMON = dict(
    assemble = ASSEMBLE_ACTION_NAME,
    c_compile = C_COMPILE_ACTION_NAME,
    cc_flags_make_variable = CC_FLAGS_MAKE_VARIABLE_ACTION_NAME,
    clif_match = CLIF_MATCH_ACTION_NAME,
    cpp_compile = CPP_COMPILE_ACTION_NAME,
    cpp_header_parsing = CPP_HEADER_PARSING_ACTION_NAME,
    cpp_link_dynamic_library = CPP_LINK_DYNAMIC_LIBRARY_ACTION_NAME,
    cpp_link_executable = CPP_LINK_EXECUTABLE_ACTION_NAME,
    cpp_link_nodeps_dynamic_library = CPP_LINK_NODEPS_DYNAMIC_LIBRARY_ACTION_NAME,
    cpp_link_static_library = CPP_LINK_STATIC_LIBRARY_ACTION_NAME,
    cpp_module_codegen = CPP_MODULE_CODEGEN_ACTION_NAME,
    cpp_module_compile = CPP_MODULE_COMPILE_ACTION_NAME,
    linkstamp_compile = LINKSTAMP_COMPILE_ACTION_NAME,
    llvm_cov = LLVM_COV,
    lto_backend = LTO_BACKEND_ACTION_NAME,
    lto_index_for_dynamic_library = LTO_INDEX_FOR_DYNAMIC_LIBRARY_ACTION_NAME,
    lto_index_for_executable = LTO_INDEX_FOR_EXECUTABLE_ACTION_NAME,
    lto_index_for_nodeps_dynamic_library = LTO_INDEX_FOR_NODEPS_DYNAMIC_LIBRARY_ACTION_NAME,
    lto_indexing = LTO_INDEXING_ACTION_NAME,
    objc_compile = OBJC_COMPILE_ACTION_NAME,
    objc_executable = OBJC_EXECUTABLE_ACTION_NAME,
    objc_fully_link = OBJC_FULLY_LINK_ACTION_NAME,
    objcpp_compile = OBJCPP_COMPILE_ACTION_NAME,
    preprocess_assemble = PREPROCESS_ASSEMBLE_ACTION_NAME,
    strip = STRIP_ACTION_NAME,
)

# Until Bazel 7, and in rules_cc.
_OLD = dict(
    objc_archive = OBJC_ARCHIVE_ACTION_NAME,
    objcpp_executable = OBJCPP_EXECUTABLE_ACTION_NAME,
)

# Since Bazel 7.
_OF_7 = dict(
    objcopy_embed_data = OBJ_COPY_ACTION_NAME,
    validate_static_library = VALIDATE_STATIC_LIBRARY,
)

_OF_RULES_CC = dict(
    c_header_parsing = C_HEADER_PARSING_ACTION_NAME,
    cpp20_module_codegen = CPP20_MODULE_CODEGEN_ACTION_NAME,
    cpp20_module_compile = CPP20_MODULE_COMPILE_ACTION_NAME,
    cpp_header_analysis = CPP_HEADER_ANALYSIS_ACTION_NAME,
    cpp_module_deps_scanning = CPP_MODULE_DEPS_SCANNING_ACTION_NAME,
    dwp = DWP,
    gcov = GCOV,
    generate_def_file = GENERATE_DEF_FILE_ACTION_NAME,
    llvm_profdata = LLVM_PROFDATA,
)

_BY_VERSION = (
    [_COMMON, _OLD, _OF_7, _OF_RULES_CC] if bazel_at_least("8.0.0") else [_COMMON, _OF_7] if bazel_at_least("7.0.0") else [_COMMON, _OLD]
)

ACTION_NAMES = struct(**{name: action for names in _BY_VERSION for name, action in names.items()})

ACTION_NAME_GROUPS = struct(
    all_cc_compile_actions = ALL_CC_COMPILE_ACTION_NAMES,
    all_cc_link_actions = ALL_CC_LINK_ACTION_NAMES,
    all_cpp_compile_actions = ALL_CPP_COMPILE_ACTION_NAMES,
    cc_link_executable_actions = CC_LINK_EXECUTABLE_ACTION_NAMES,
    dynamic_library_link_actions = DYNAMIC_LIBRARY_LINK_ACTION_NAMES,
    nodeps_dynamic_library_link_actions = NODEPS_DYNAMIC_LIBRARY_LINK_ACTION_NAMES,
    transitive_link_actions = TRANSITIVE_LINK_ACTION_NAMES,
)
