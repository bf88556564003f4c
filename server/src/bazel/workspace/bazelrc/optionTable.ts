/**
 * Every option of a command line that a Bazel from 4 to 9.1 is known to have, by what it takes. A word is a name, and behind it
 *
 * - `(a|b)`: the values of an enumeration, in any release,
 * - `=old`: a name under which it was known before,
 * - `@-`: 7.7, whose list is whole, does not have it,
 * - `/test`, `/run`: it belongs to that command and those that inherit from it, not to `build`; `/startup`, `/other`: to no command that builds; `+startup`: to `startup`, too.
 *
 * Sources: `bazel help flags-as-proto` of 7.1.0, 7.7.1 and of a 4.2.3 without Android's options, the types and old names that 4.2.3 and 7.7.1 carry with their options (common/options/Option.java), and the command-line references of 6.0 to 9.1
 * (bazel.build/versions/…/reference/command-line-reference), which leave out what is undocumented. `trust_install_base` is of Debian's Bazel alone. A switch of unknown type counts as `tristate`.
 */
export const OPTIONS = {
  switch: words(`
    action_cache/other action_cache_store_output_metadata=experimental_action_cache_store_output_metadata
    action_graph:include_artifacts@-/other action_graph:include_cmdline@-/other all/other
    allow_analysis_cache_discard always_profile_slow_operations analysis_warnings_as_errors@- analyze
    android_databinding_use_androidx android_databinding_use_v3_4_args android_fixed_resource_neverlinking
    android_migration_tag_check android_resource_shrinking announce announce_rc apple_enable_auto_dsym_dbg@-
    apple_generate_dsym async/other attempt_to_print_relative_paths=experimental_ui_attempt_to_print_relative_paths
    autodetect_server_javabase/startup batch/startup batch_cpu_scheduling/startup
    bep_publish_used_heap_size_post_build@- bes_best_effort bes_check_preceding_lifecycle_events
    bes_lifecycle_events block_for_lock+startup break_build_on_parallel_dex2oat_failure build
    build_event_binary_file_path_conversion=experimental_build_event_binary_file_path_conversion
    build_event_json_file_path_conversion=experimental_build_event_json_file_path_conversion
    build_event_publish_all_actions
    build_event_text_file_path_conversion=experimental_build_event_text_file_path_conversion build_manual_tests
    build_test_dwp build_tests_only canonicalize_policy/other check_bzl_visibility
    check_fileset_dependencies_recursively check_tests_up_to_date check_up_to_date client_debug/startup
    collapse_duplicate_defines compile_one_dependency compress_in_memory_genquery_results@- configure/other
    consistent_labels/other cycles/other debug_print_action_contexts@-
    debug_spawn_scheduler=experimental_debug_spawn_scheduler defer_param_files
    desugar_for_android=experimental_desugar_for_android desugar_java8_libs=experimental_desugar_java8_libs
    device_debug_entitlements direct_run disallow_strict_deps_for_jpl discard_actions_after_execution
    discard_analysis_cache dump_all/other emacs enable_apple_binary_native_protos@-
    enable_bzlmod=experimental_enable_bzlmod enable_fdo_profile_absolute_path enable_platform_specific_config
    enable_workspace enforce_proguard_file_extension enforce_transitive_configs_for_config_feature_flag
    execution_log_sort expand_configs_in_place/startup expand_test_suites experimental_action_resource_set
    experimental_add_test_support_to_compile_time_deps experimental_allow_android_library_deps_without_srcs
    experimental_allow_project_files experimental_allow_runtime_deps_on_neverlink
    experimental_always_filter_duplicate_classes_from_android_test experimental_android_assume_minsdkversion
    experimental_android_compress_java_resources experimental_android_databinding_v2
    experimental_android_library_exports_manifest_default experimental_android_resource_cycle_shrinking
    experimental_android_resource_name_obfuscation experimental_android_resource_path_shortening
    experimental_android_resource_shrinking experimental_android_rewrite_dexes_with_rex
    experimental_android_use_parallel_dex2oat experimental_announce_profile_path
    experimental_apple_mandatory_minimum_version@- experimental_async_execution@- experimental_bep_target_summary
    experimental_build_event_expand_filesets experimental_build_event_fully_resolve_fileset_symlinks
    experimental_build_transitive_python_runfiles=incompatible_build_transitive_python_runfiles
    experimental_builtins_dummy experimental_bzl_visibility experimental_cancel_concurrent_tests
    experimental_cc_implementation_deps experimental_cc_shared_library experimental_cc_static_library
    experimental_check_desugar_deps experimental_check_external_repository_files experimental_check_output_files
    experimental_collect_load_average_in_profiler experimental_collect_local_action_metrics
    experimental_collect_local_sandbox_action_metrics experimental_collect_pressure_stall_indicators
    experimental_collect_resource_estimation experimental_collect_system_network_usage
    experimental_collect_worker_data_in_profiler experimental_convenience_symlinks_bep_event
    experimental_cpp_compile_resource_estimation experimental_create_py_symlinks
     experimental_delay_virtual_input_materialization@-
    experimental_disable_external_package experimental_disable_instrumentation_manifest_merge
    experimental_disallow_legacy_java_toolchain_flags experimental_docker_privileged
    experimental_docker_use_customized_images experimental_docker_verbose experimental_dynamic_exclude_tools
    experimental_enable_android_migration_apis experimental_enable_aspect_hints
    experimental_enable_cc_toolchain_config_info@- experimental_enable_critical_path_profiling
    experimental_enable_docker_sandbox experimental_enable_execution_graph_log experimental_enable_jspecify
    experimental_enable_objc_cc_deps@- experimental_enable_scl_dialect experimental_enable_starlark_doc_extract
    experimental_execution_graph_enable_edges_from_filewrite_actions experimental_execution_graph_log_middleman
    experimental_explicit_aspects/other experimental_extra_action_top_level_only
    experimental_fetch_all_coverage_outputs experimental_filter_library_jar_with_program_jar
    experimental_filter_r_jars_from_android_test experimental_force_gc_after_build
     experimental_generate_llvm_lcov
    experimental_get_android_java_resources_from_optimized_jar experimental_google_legacy_api
    experimental_guard_against_concurrent_changes experimental_include_default_values/other
    experimental_include_xcode_execution_requirements experimental_includes_attribute_subpackage_traversal@-
    experimental_incremental_dexing_after_proguard_by_default experimental_inmemory_dotd_files
    experimental_inmemory_dotincludes_files experimental_inmemory_jdeps_files
    experimental_inmemory_sandbox_stashes experimental_interleave_loading_and_analysis@-
    experimental_isolated_extension_usages experimental_j2objc_header_map experimental_j2objc_shorter_header_path
    experimental_java_header_input_pruning experimental_java_library_export
    experimental_java_proto_add_allowed_public_imports experimental_java_test_auto_create_deploy_jar
    experimental_jlpl_enforce_strict_deps@- experimental_limit_android_lint_to_android_constrained_java
    experimental_link_static_libraries_once experimental_local_java_optimizations
    experimental_local_lockfree_output experimental_local_memory_estimate@-
    experimental_materialize_param_files_directly experimental_merged_skyframe_analysis_execution
    experimental_multi_threaded_digest@- experimental_no_product_name_out_symlink@-
    experimental_objc_enable_module_maps@- experimental_objc_include_scanning experimental_objc_provider_from_linked
    experimental_omit_resources_info_provider_from_android_binary experimental_omitfp
    experimental_one_version_enforcement_use_transitive_jars_for_binary_under_test
    experimental_optimize_header_compilation_annotation_processing@- experimental_parallel_aquery_output
    experimental_parse_headers_skipped_if_corresponding_srcs_found experimental_persistent_aar_extractor
    experimental_persistent_test_runner@- experimental_platform_cc_test experimental_platforms_api
    experimental_post_profile_started_event experimental_prefer_mutual_xcode
    experimental_process_wrapper_graceful_sigterm experimental_profile_action_counts
    experimental_profile_cpu_usage@- experimental_profile_include_primary_output=experimental_include_primary_output
    experimental_profile_include_target_label experimental_proto_descriptor_sets_include_source_info
    experimental_proto_extra_actions experimental_publish_package_metrics_in_bep
    experimental_python_import_all_repositories experimental_record_metrics_for_all_mnemonics
    experimental_remote_cache_async experimental_remote_cache_lease_extension
    experimental_remote_discard_merkle_trees experimental_remote_downloader_local_fallback
    experimental_remote_execution_keepalive experimental_remote_mark_tool_inputs
    experimental_remote_merkle_tree_cache experimental_remote_require_cached
    experimental_remove_r_classes_from_instrumentation_test_jar experimental_replay_action_out_err@-
    experimental_repo_remote_exec experimental_repository_cache_hardlinks
    experimental_repository_cache_urls_as_default_canonical_id 
    experimental_require_availability_info experimental_retain_test_configuration_across_testonly
    experimental_reuse_include_scanning_threads experimental_rule_extension_api
    experimental_run_android_lint_on_java_rules experimental_run_bep_event_include_residue
     experimental_sandboxfs_map_symlink_targets experimental_save_feature_state
    experimental_shortened_obj_file_path@- experimental_show_artifacts experimental_shrink_worker_pool
    experimental_sibling_repository_layout experimental_skip_ttvs_for_genquery
    experimental_skyframe_native_filesets experimental_skyframe_prepare_analysis
    experimental_skyframe_target_pattern_evaluator experimental_skylark_debug
    experimental_skylark_debug_verbose_logging experimental_split_coverage_postprocessing
    experimental_split_xml_generation experimental_starlark_cc_import experimental_stats_summary
    experimental_stream_log_file_uploads experimental_strict_conflict_checks@-
    experimental_supports_info_crosstool_configuration@-/other experimental_turbine_annotation_processing
    experimental_ui_debug_all_events experimental_unsupported_and_brittle_include_scanning
    experimental_use_cpp_compile_action_args_params_file experimental_use_dex_splitter_for_incremental_dexing
    experimental_use_event_based_build_completion_status experimental_use_fork_join_pool
    experimental_use_hermetic_linux_sandbox experimental_use_llvm_covmap experimental_use_priority_in_analysis
    experimental_use_rtxt_from_merged_resources experimental_use_scheduling_middlemen
    experimental_use_semaphore_for_jobs experimental_use_sh_binary_stub_script@-
    experimental_use_validation_aspect experimental_windows_watchfs experimental_worker_allow_json_protocol@-
    experimental_worker_as_resource experimental_worker_cancellation 
    experimental_worker_multiplex_sandboxing experimental_worker_sandbox_hardening
    experimental_worker_strict_flagfiles explicit_java_test_deps expunge/other fat_apk_hwasan
    fatal_event_bus_exceptions/startup fetch force/other force_ignore_dash_static force_pic gnu_format/other
    google_default_credentials=auth_enabled graph:factored/other heap_dump_on_oom
    heuristically_drop_nodes=experimental_heuristically_drop_nodes home_rc/startup idle_server_tasks/startup
    ignore_all_rc_files/startup ignore_dev_dependency ignore_unsupported_sandboxing implicit_deps/other
    include_artifacts/other include_aspects/other include_builtin/other include_commandline/other
    include_file_write_contents/other include_param_files/other include_unused/other
    incompatible_allow_python_version_transitions
    incompatible_allow_tags_propagation=experimental_allow_tags_propagation
    incompatible_always_check_depset_elements incompatible_android_platforms_transition_updated_affected
    incompatible_auto_configure_host_platform incompatible_avoid_conflict_dlls@-
    incompatible_avoid_hardcoded_objc_compilation_flags incompatible_blacklisted_protos_requires_proto_info@-
    incompatible_cc_coverage=experimental_cc_coverage incompatible_check_sharding_support
    incompatible_check_visibility_for_toolchains incompatible_config_setting_private_default_visibility
    incompatible_default_to_explicit_init_py incompatible_depset_for_java_output_source_jars
    incompatible_depset_for_libraries_to_link_getter incompatible_disable_cc_configuration_make_variables@-
    incompatible_disable_cc_toolchain_label_from_crosstool_proto@- incompatible_disable_crosstool_file@-
    incompatible_disable_depset_in_cc_user_flags@- incompatible_disable_expand_if_all_available_in_flag_set@-
    incompatible_disable_late_bound_option_defaults@- incompatible_disable_legacy_cc_provider
    incompatible_disable_legacy_cpp_toolchain_skylark_api@-
    incompatible_disable_legacy_crosstool_fields=experimental_disable_legacy_crosstool_fields@-
    incompatible_disable_legacy_flags_cc_toolchain_api incompatible_disable_legacy_proto_provider@-
    incompatible_disable_native_android_rules incompatible_disable_native_apple_binary_rule
    incompatible_disable_native_repo_rules incompatible_disable_nocopts
    incompatible_disable_non_executable_java_binary incompatible_disable_objc_library_transition
    incompatible_disable_proto_source_root@- incompatible_disable_runtimes_filegroups@-
    incompatible_disable_starlark_host_transitions incompatible_disable_static_cc_toolchains@-
    incompatible_disable_sysroot_from_configuration@- incompatible_disable_target_provider_fields
    incompatible_disable_tools_defaults_package@- incompatible_disallow_empty_glob
    incompatible_disallow_java_import_empty_jars incompatible_disallow_java_import_exports
    incompatible_disallow_legacy_py_provider incompatible_disallow_resource_jars
    incompatible_disallow_sdk_frameworks_attributes incompatible_disallow_struct_provider_syntax
    incompatible_disallow_symlink_file_to_dir incompatible_display_source_file_location@-/other
    incompatible_do_not_emit_buggy_external_repo_import@- incompatible_do_not_split_linking_cmdline
    incompatible_dont_collect_native_libraries_in_data
    incompatible_dont_emit_static_libgcc=experimental_dont_emit_static_libgcc@-
    incompatible_dont_enable_host_nonhost_crosstool_features incompatible_dont_use_javasourceinfoprovider
    incompatible_enable_android_toolchain_resolution incompatible_enable_apple_toolchain_resolution
    incompatible_enable_cc_test_feature incompatible_enable_cc_toolchain_resolution
    incompatible_enable_deprecated_label_apis incompatible_enable_execution_transition@-/startup
    incompatible_enable_legacy_cpp_toolchain_skylark_api@- incompatible_enable_profile_by_default
    incompatible_enable_proto_toolchain_resolution incompatible_enforce_config_setting_visibility
    incompatible_exclusive_test_sandboxed incompatible_existing_rules_immutable_view
    incompatible_fail_on_unknown_attributes incompatible_fix_package_group_reporoot_syntax
    incompatible_force_strict_header_check_from_starlark@- incompatible_generated_protos_in_virtual_imports
    incompatible_j2objc_library_migration incompatible_java_common_parameters
    incompatible_java_info_merge_runtime_module_flags incompatible_legacy_local_fallback
    incompatible_lexicographical_output/other incompatible_linkopts_in_user_link_flags@-
    incompatible_load_cc_rules_from_bzl@- incompatible_load_java_rules_from_bzl
    incompatible_load_proto_rules_from_bzl incompatible_load_python_rules_from_bzl
    incompatible_macos_set_install_name incompatible_make_thinlto_command_lines_standalone
    incompatible_merge_fixed_and_default_shell_env incompatible_multi_release_deploy_jars
    incompatible_new_actions_api incompatible_no_attr_license incompatible_no_implicit_file_export
    incompatible_no_implicit_watch_label incompatible_no_package_distribs incompatible_no_rule_outputs_param
    incompatible_objc_alwayslink_by_default incompatible_objc_compile_info_migration@-
    incompatible_objc_provider_remove_linking_info incompatible_override_toolchain_transition
    incompatible_package_group_has_public_syntax incompatible_package_group_includes_double_slash/other
    incompatible_prefer_unordered_output@-/other incompatible_proto_output_v2@-/other
    incompatible_provide_cc_toolchain_info_from_cc_toolchain_suite@- incompatible_py2_outputs_are_suffixed
    incompatible_py3_is_default incompatible_python_disable_py2 incompatible_python_disallow_native_rules
    incompatible_remote_build_event_upload_respect_no_cache incompatible_remote_dangling_symlinks
    incompatible_remote_downloader_send_all_headers incompatible_remote_output_paths_relative_to_input_root
    incompatible_remote_results_ignore_disk incompatible_remote_symlinks
    incompatible_remote_use_new_exit_code_for_lost_inputs incompatible_remove_binary_profile
    incompatible_remove_cpu_and_compiler_attributes_from_cc_toolchain@- incompatible_remove_legacy_whole_archive
    incompatible_remove_old_python_version_api incompatible_remove_rule_name_parameter
    incompatible_require_ctx_in_configure_features incompatible_require_feature_configuration_for_pic@-
    incompatible_require_java_toolchain_header_compiler_direct@- incompatible_require_javaplugininfo_in_javacommon
    incompatible_require_linker_input_cc_api incompatible_run_shell_command_string
    incompatible_sandbox_hermetic_tmp incompatible_skip_genfiles_symlink
    incompatible_stop_exporting_language_modules incompatible_strict_action_env=experimental_strict_action_env
    incompatible_struct_has_no_methods incompatible_top_level_aspects_require_providers
    incompatible_unambiguous_label_stringification incompatible_use_cc_configure_from_rules_cc
    incompatible_use_cpp_compile_header_mnemonic incompatible_use_native_patch@-
    incompatible_use_plus_in_repo_names incompatible_use_python_toolchains incompatible_use_specific_tool_files
    incompatible_use_toolchain_resolution_for_java_rules incompatible_validate_top_level_header_inclusions
    incompatible_visibility_private_attributes_at_definition incremental/other incremental_dexing
    infer_universe_scope/other interface_shared_objects internal_persistent_android_dex_desugar
    internal_persistent_busybox_tools internal_persistent_multiplex_android_dex_desugar
    internal_persistent_multiplex_busybox_tools internal_spawn_scheduler internal_starlark_flag_test_canary
    ios_memleaks isatty=is_stderr_atty j2objc_dead_code_removal java_deps
    java_header_compilation=experimental_java_header_compilation jplPropagateCcLinkParamsStore
    keep_backend_build_event_connections_alive keep_going keep_state_after_build legacy_bazel_java_test
    legacy_important_outputs legacy_spawn_scheduler@- legacy_whole_archive line_terminator_null/other
    master_bazelrc@-/startup materialize_param_files merge_android_manifest_permissions
    mobile_install_run_deployer/other nodep_deps/other objc_debug_with_GLIBCXX objc_enable_binary_stripping
    objc_generate_linkmap objc_use_dotd_pruning one_version_enforcement_on_java_tests output_library_merged_assets
    output_symbol_counts@- output_tree_tracking=experimental_output_tree_tracking packages/other
    parse_headers_verifies_modules@- preemptible/startup print_relative_test_log_paths/test
    print_workspace_in_output_paths_if_needed@- process_headers_in_dependencies progress_in_terminal_title
    proto:default_values/other proto:definition_stack/other proto:flatten_selects/other
    proto:include_attribute_source_aspects/other proto:include_configurations/other
    proto:include_synthetic_attribute_hash/other proto:instantiation_stack/other proto:locations/other
    proto:rule_inputs_and_outputs/other record_full_profiler_data record_metrics_for_all_packages
    relative_locations/other remote_accept_cached remote_allow_symlink_upload@-
    remote_cache_compression=experimental_remote_cache_compression remote_local_fallback
    remote_upload_local_results remote_verify_downloads
    repository_disable_download=experimental_repository_disable_download resource_autosense@-
    reuse_sandbox_directories=experimental_reuse_sandbox_directories rewind_lost_inputs rule_classes/other
    rules/other run/run run_validations=experimental_run_validations runs_per_test_detects_flakes sandbox_debug
    sandbox_default_allow_network=experimental_sandbox_default_allow_network sandbox_explicit_pseudoterminal
    sandbox_fake_hostname sandbox_fake_username save_temps share_native_deps show_loading_progress
    show_make_env/other show_progress show_task_finish@- show_timestamps show_warnings@-/other
    shutdown_on_low_sys_mem/startup skip_incompatible_explicit_targets skyframe_state/other
    slim_profile=experimental_slim_json_profile split_apks/other split_bytecode_optimization_pass start_end_lib
    strict_deps_java_protos strict_system_includes strict_test_suite/other system_rc/startup test_keep_going
    test_runner_fail_fast test_verbose_timeout_warnings/test tool_deps=host_deps/other
    track_incremental_state=keep_incrementality_data trim_test_configuration ui=experimental_ui@-
    unlimit_coredumps/startup use_action_cache use_ijars use_src_ijars@- use_target_platform_for_tests
    use_top_level_targets_for_symlinks verbose/other verbose_explanations verbose_failures
    verbose_test_summary/test watchfs+startup windows_enable_symlinks/startup
    worker_multiplex=experimental_worker_multiplex worker_quit_after_build worker_sandboxing worker_verbose
    workspace_rc/startup write_command_log/startup xml:default_values/other xml:line_numbers/other
    zip_undeclared_test_outputs
  `),
  tristate: words(`
    all_repos@-/other all_visible_repos@-/other allow_analysis_failures allow_experimental_loads@-/other
    allow_one_action_on_resource_unavailable@- allow_unresolved_symlinks build_python_zip build_runfile_links
    build_runfile_manifests cache_test_results cc_dotd_files@- cc_include_scanning@- check_licenses check_visibility
    collect_code_coverage deduplicate_depsets@-/other distinct_host_configuration@-
    enable_propeller_optimize_absolute_paths@- enable_remaining_fdo_absolute_paths@- enable_runfiles
    enforce_constraints experimental_allow_top_level_aspects_parameters@-
    experimental_allow_unresolved_symlinks@- experimental_analysis_test_call@-/other
    experimental_build_setting_api@- experimental_collect_code_coverage_for_generated_files
    experimental_collect_skyframe_counts_in_profiler@-/other
    experimental_cpu_load_scheduling@- experimental_debug_selects_always_succeed
    experimental_dormant_deps@-/other experimental_enable_aggregating_middleman@-
    experimental_enable_first_class_macros@-/other experimental_enable_skyfocus@-
    experimental_enable_starlark_set@-/other experimental_enable_thread_dump@-/other
    experimental_enforce_transitive_visibility@- experimental_exec_config_diff experimental_exec_groups@-
    experimental_execution_log_spawn_metrics@- experimental_extended_sanity_checks
    experimental_forward_instrumented_files_info_by_default@- experimental_frontier_violation_verbose@-
    experimental_genquery_use_graphless_query experimental_get_fixed_configured_action_env@-/other
    experimental_graphless_query/other experimental_inprocess_symlink_creation
    experimental_java_header_compilation_direct_deps@- experimental_lazy_template_expansion@-/other
    experimental_ninja_actions@- experimental_platform_in_output_dir experimental_prioritize_local_actions@-
    experimental_profile_include_target_configuration@-/other experimental_py_binaries_include_label@-
    experimental_record_skyframe_metrics@-/other experimental_remotable_source_manifests
    experimental_remote_cache_chunking@- 
    experimental_remote_downloader_propagate_credentials@- experimental_remote_repo_contents_cache@-/startup
    experimental_repository_ctx_execute_wasm@-/other experimental_run_in_user_cgroup@-/startup
    experimental_send_archived_tree_artifact_inputs@- experimental_single_package_toolchain_binding@-/other
    experimental_skip_runfiles_manifests@- experimental_skyfocus_dump_post_gc_stats@-
    experimental_skymeld_ui@-/other experimental_starlark_config_transitions@-
    experimental_starlark_type_checking@-/other experimental_starlark_type_syntax@-/other
    experimental_strict_fileset_output experimental_strict_repo_env@-/other
    experimental_throttle_action_cache_check experimental_throttle_remote_action_building
    experimental_use_platforms_in_output_dir_legacy_heuristic experimental_use_sandboxfs@-
    experimental_use_windows_sandbox experimental_writable_outputs extra@-/other
    force_starlark_stack_trace@-/other generate_json_trace_profile=experimental_generate_json_trace_profile
    guard_against_concurrent_changes@- include_pruned_inputs@-/other incompatible_always_include_files_in_data
    incompatible_applicable_licenses@- incompatible_auto_exec_groups incompatible_bazel_test_exec_run_under@-
    incompatible_builtin_objc_strip_action@- incompatible_check_testonly_for_output_files
    incompatible_compact_repo_mapping_manifest@- incompatible_disable_autoloads_in_main_repo@-/other
    incompatible_disable_depset_items@- incompatible_disable_target_default_provider_fields@-/other
    incompatible_disable_third_party_license_checking@- incompatible_disallow_ctx_resolve_tools@-/other
    incompatible_disallow_legacy_javainfo@- incompatible_disallow_unsound_directory_outputs
    incompatible_enforce_starlark_utf8@-/other incompatible_filegroup_runfiles_for_data@-
    incompatible_linkopts_to_linklibs@- incompatible_locations_prefers_executable@-/other
    incompatible_merge_genfiles_directory incompatible_modify_execution_info_additive
    incompatible_objc_provider_remove_compile_info@- incompatible_remote_local_fallback_for_remote_cache@-
    incompatible_repo_env_ignores_action_env@-/other incompatible_resolve_select_keys_eagerly@-/other
    incompatible_restrict_string_escapes@- incompatible_simplify_unconditional_selects_in_rule_attrs@-/other
    incompatible_stop_exporting_build_file_path@-/other incompatible_strict_conflict_checks
    incompatible_strip_executable_safely@- incompatible_target_cpu_from_platform@- incompatible_use_host_features
    incompatible_use_new_cgroup_implementation@- incompatible_use_platforms_repo_for_constraints@-
    instrument_test_targets json_trace_compression=experimental_json_trace_compression@- legacy_external_runfiles
    omit_run_args@-/run portable_paths@-/run proto:include_starlark_rule_env@-/other proto:rule_classes@-/other
    proto_profile@- quiet@-/startup redirect_local_instrumentation_output_writes@-/other remote_cache_async@-
    remove_all_convenience_symlinks@-/other run_in_cwd@-/run sandbox_enable_loopback_device@- stamp strict_filesets
    translations@- use_platforms_in_apple_crosstool_transition@-
    use_singlejar_apkbuilder@- verbose_visibility_errors@-
  `),
  loose: words(`
    experimental_command_profile experimental_convenience_symlinks subcommands toolchain_resolution_debug
  `),
  void: words(`
    all_incompatible_changes@- debug_app/other experimental_persistent_javac@- experimental_spawn_scheduler
    expunge_async/other host_jvm_debug/startup java_debug long/other noorder_results/other null/other
    order_results/other persistent_android_dex_desugar persistent_android_resource_processor
    persistent_multiplex_android_dex_desugar persistent_multiplex_android_resource_processor
    persistent_multiplex_android_tools remote_download_all
    remote_download_minimal=experimental_remote_download_minimal
    remote_download_toplevel=experimental_remote_download_toplevel short/other start_app/other
  `),
  integer: words(`
    analysis_testing_deps_limit bep_maximum_open_remote_upload_files bes_outerr_buffer_size bes_outerr_chunk_size
    build_event_max_named_set_of_file_entries build_event_upload_max_retries@- connect_timeout_secs/startup
    depth/other dynamic_local_execution_delay=experimental_local_execution_delay
    experimental_action_cache_gc_threshold@-/other experimental_async_execution_max_concurrent_actions@-
    experimental_build_event_upload_max_retries 
    experimental_remote_cache_compression_threshold experimental_remote_cache_eviction_retries
    experimental_remote_failure_rate_threshold experimental_repository_downloader_retries
    experimental_ui_max_stdouterr_bytes gc_churning_threshold@-/other
    gc_churning_threshold_if_multiple_top_level_targets@-/other
    gc_thrashing_threshold=experimental_oom_more_eagerly_threshold graph:conditional_edges_limit/other
    graph:node_limit/other http_connector_attempts http_max_parallel_downloads iff_heap_size_greater_than/other
    local_startup_timeout_secs/startup local_termination_grace_seconds=local_sigkill_grace_seconds
    max_config_changes_to_show max_test_output_bytes nested_set_depth_limit profiles_to_retain@-/other
    progress_report_interval remote_execution_priority remote_max_concurrency_per_connection@-
    remote_max_connections remote_result_cache_priority remote_retries=experimental_remote_retry_max_attempts
    show_result skyframe_high_water_mark_threshold test_result_expiration
    ui_actions_shown=experimental_ui_actions_shown
  `),
  amount: words(`
    experimental_sandbox_async_tree_delete_idle_threads jobs loading_phase_threads local_test_jobs
  `),
  assignment: words(`
    aspects_parameters bes_header build_metadata define remote_cache_header remote_default_exec_properties
    remote_downloader_header remote_exec_header remote_header worker_extra_flag
  `),
  enumeration: words(`
    android_dynamic_mode(off|default|fully) android_manifest_merger(legacy|android|force_android)
    android_manifest_merger_order(alphabetical|alphabetical_by_configuration|dependency)
    apk_signing_method(v1|v2|v1_v2|v4) aspect_deps(off|conservative|precise)/other
    auto_output_filter(none|all|packages|subpackages)
    bes_upload_mode(wait_for_upload_complete|nowait_for_upload_complete|fully_async)
    build_event_binary_file_upload_mode(wait_for_upload_complete|nowait_for_upload_complete|fully_async)
    build_event_json_file_upload_mode(wait_for_upload_complete|nowait_for_upload_complete|fully_async)
    build_event_text_file_upload_mode(wait_for_upload_complete|nowait_for_upload_complete|fully_async)
    charset(utf8|ascii)/other check_bazel_compatibility(error|warning|off)
    check_direct_dependencies(off|warning|error) combined_report(none|lcov) compilation_mode(fastbuild|dbg|opt)
    dump(text|raw)/other dynamic_mode(off|default|fully)
    experimental_frontier_violation_check(strict|warn|disabled_for_testing)@-
    experimental_java_classpath(off|javabuilder|bazel|bazel_no_fallback)=java_classpath
    experimental_one_version_enforcement(off|warning|error) experimental_output_paths(off|strip|content)
    experimental_profile_additional_tasks(phase|action|action_check|action_lock|action_release|action_update|action_complete|bzlmod|info|create_package|remote_execution|local_execution|scanner|local_parse|upload_time|process_time|remote_queue|remote_setup|fetch|vfs_stat|vfs_dir|vfs_readlink|vfs_md5|vfs_xattr|vfs_delete|vfs_open|vfs_read|vfs_write|vfs_glob|vfs_vmfs_stat|vfs_vmfs_dir|vfs_vmfs_read|wait|thread_name|thread_sort_index|skyframe_eval|skyfunction|critical_path|critical_path_component|handle_gc_notification|action_counts|local_cpu_usage|system_cpu_usage|local_memory_usage|system_memory_usage|system_network_up_usage|system_network_down_usage|workers_memory_usage|system_load_average|starlark_parser|starlark_user_fn|starlark_builtin_fn|starlark_user_compiled_fn|starlark_repository_fn|action_fs_staging|remote_cache_check|remote_download|remote_network|filesystem_traversal|worker_execution|worker_setup|worker_borrow|worker_working|worker_copying_outputs|credential_helper|unknown|remote_process_time|local_process_time|action_cache_counts|cpu_usage_estimation|memory_usage_estimation|pressure_stall_io|pressure_stall_memory|conflict_check|dynamic_lock|repository_fetch|repository_vendor|discover_inputs|action_rewinding|local_action_counts|repo_cache_gc_wait|spawn_log|wasm_load|wasm_exec|starlark_thread_context|rpc|skycache)
    experimental_remote_build_event_upload(all|minimal)@- experimental_skyfocus_dump_keys(none|count|verbose)@-
    experimental_skyfocus_handling_strategy(strict|warn)@-
    experimental_strict_java_deps(off|warn|error|strict|default)=strict_java_deps
    experimental_worker_for_repo_fetching(off|platform|virtual|auto)
    extension_info(hidden|usages|repos|all)/other help_verbosity(long|medium|short)/other
    host_compilation_mode(fastbuild|dbg|opt) host_force_python(PY2|PY3)
    info_output_type(stdout|response_proto)@-/other lockfile_mode(off|update|error|refresh)
    mode(classic|classic_internal_test_do_not_use|skylark)/other order_output(no|deps|auto|full)/other
    python_version(PY2|PY3) remote_build_event_upload(all|minimal)=experimental_remote_build_event_upload
    remote_download_outputs(all|minimal|toplevel)=experimental_remote_download_outputs
    remote_print_execution_messages(failure|success|all) show_config_fragments(off|direct|transitive)/other
    skyframe(off|summary|count|deps|rdeps|value|function_graph|active_directories|active_directories_frontier_deps|working_set|working_set_frontier_deps)/other
    start(no|cold|warm|debug)/other strict_proto_deps(off|warn|error|strict|default)
    strict_public_imports(off|warn|error|strict|default) strip(always|sometimes|never)
    test_output(summary|errors|all|streamed)
    test_summary(short|short_uncached|terse|detailed|detailed_uncached|none|testcase)
    transitions(full|lite|none)/other
  `),
  text: words(`
    trust_install_base/startup
    action_env action_graph@-/other action_graph:targets@-/other adb/other adb_arg/other allow_yanked_versions
    allowed_cpu_values@- allowed_local_actions_regex allowed_strategies_by_exec_platform@- android_compiler
    android_cpu android_crosstool_top android_grte_top android_platforms android_sdk apple_bitcode@-
    apple_compiler@- apple_crosstool_top apple_grte_top@- apple_platform_type apple_platforms apple_sdk@-
    apple_split_cpu archived_tree_artifact_mnemonics_filter aspects auto_cpu_environment_group base_module/other
    bazelrc/startup bes_backend bes_instance_name=project_id bes_keywords bes_oom_finish_upload_timeout
    bes_proxy bes_results_url bes_system_keywords bes_timeout binary_path
    build_event_binary_file=experimental_build_event_binary_file
    build_event_json_file=experimental_build_event_json_file
    build_event_text_file=experimental_build_event_text_file build_event_upload_max_threads build_request_id
    build_tag_filters bytecode_optimization_pass_actions cache_computed_file_digests call_count_output_path@-
    catalyst_cpus cc_output_directory_tag cc_proto_library_header_suffixes cc_proto_library_source_suffixes
    check_constraint@- client_cwd client_env color command_port/startup command_wait_time compiler config conlyopt
    copt coverage_output_generator coverage_report_generator coverage_support cpu
    credential_helper=experimental_credential_helper
    credential_helper_cache_duration=experimental_credential_helper_cache_duration
    credential_helper_timeout=experimental_credential_helper_timeout crosstool_top cs_fdo_absolute_path
    cs_fdo_instrument cs_fdo_profile curses custom_malloc cxxopt default_override default_system_javabase/startup
    default_test_resources default_visibility deleted_packages device/other dexopts_supported_in_dexmerger
    dexopts_supported_in_dexsharder dexopts_supported_in_incremental_dexing digest_function/startup
    directory_creation_cache disk_cache distdir=experimental_distdir downloader_config@-/other
    dynamic_local_strategy dynamic_remote_strategy dynamic_worker_strategy@- embed_label exec_aspects@-
    execution_log_binary_file execution_log_compact_file=experimental_execution_log_compact_file
    execution_log_json_file experimental_action_cache_gc_idle_delay@-/other
    experimental_action_cache_gc_max_age@-/other experimental_action_listener experimental_active_directories@-
    experimental_add_exec_constraints_to_targets experimental_aquery_dump_after_build_format
    experimental_aquery_dump_after_build_output_file experimental_availability_info_exempt@-
    experimental_build_event_output_group_mode@- experimental_build_event_upload_retry_minimum_delay
    experimental_build_event_upload_strategy experimental_builtins_bzl_path
    experimental_builtins_injection_override experimental_bytecode_optimizers
    experimental_cc_skylark_api_enabled_packages experimental_cgroup_parent@-/startup
    experimental_circuit_breaker_strategy 
     
    experimental_disk_cache_gc_idle_delay experimental_disk_cache_gc_max_age
    experimental_disk_cache_gc_max_size experimental_docker_image experimental_downloader_config
    experimental_dynamic_configs@- experimental_dynamic_ignore_local_signals
    experimental_dynamic_local_load_factor experimental_dynamic_slow_remote_time experimental_exec_config
    experimental_exec_configuration_distinguisher experimental_execution_graph_log_dep_type
    experimental_execution_graph_log_path experimental_execution_graph_log_queue_size
     experimental_execution_log_file@- experimental_extra_action_filter
    experimental_fix_deps_tool experimental_fsvc_threads experimental_import_deps_checking
    experimental_include_scanning_parallelism experimental_incremental_dexing_after_proguard
    experimental_install_base_gc_max_age@-/other 
    experimental_local_java_optimization_configuration experimental_local_retries_on_crash
    experimental_max_directories_to_eagerly_visit_in_globbing experimental_multi_cpu@-
    experimental_nested_set_as_skykey_threshold@- experimental_objc_fastbuild_options
    experimental_oom_sensitive_skyfunctions_semaphore_size experimental_output_directory_naming_scheme
    experimental_override_name_platform_in_output_dir experimental_override_platform_cpu_name@-
    experimental_query_failure_exit_code_behavior@-/other experimental_remote_cache_ttl
    experimental_remote_capture_corrupted_outputs experimental_remote_downloader
    experimental_remote_failure_window_interval 
    experimental_remote_include_extraction_size_threshold experimental_remote_merkle_tree_cache_size
    experimental_remote_output_service experimental_remote_output_service_output_path_prefix
    experimental_remote_scrubbing_config experimental_repository_hash_file@- experimental_repository_resolved_file
    experimental_resolved_file_instead_of_workspace
    experimental_sandbox_enforce_resources_regexp@- experimental_sandbox_limits@-
    experimental_sandbox_memory_limit_mb experimental_sandboxfs_path@- experimental_scale_timeouts
    experimental_skyframe_cpu_heavy_skykeys_thread_pool_size experimental_skylark_debug_server_port
    experimental_skymeld_analysis_overlap_percentage experimental_starlark_types_allowed_paths@-/other
    experimental_thread_dump_action_execution_inactivity_duration@-/other experimental_thread_dump_interval@-/other
    experimental_tool_command_line experimental_total_worker_memory_limit_mb experimental_ui_mode@-
    experimental_verify_repository_rules@- experimental_windows_sandbox_path experimental_worker_allowlist
     experimental_worker_memory_limit_mb
    experimental_worker_metrics_poll_interval experimental_worker_sandbox_inmemory_tracking@-
    experimental_working_set@- experimental_workspace_rules_log_file explain extension_filter/other
    extension_usages/other extra_classpath@-/startup extra_execution_platforms extra_proguard_specs@-
    extra_toolchains extract_data_time failure_detail_out/startup fat_apk_cpu fdo_instrument fdo_optimize
    fdo_prefetch_hints fdo_profile features fission flag_alias flaky_test_attempts for_command/other force_python
    from/other gc_thrashing_limits=experimental_gc_thrashing_limits genclass_top@- genrule_strategy glibc
    google_auth_scopes=auth_scope google_credentials=auth_credentials grpc_keepalive_time grpc_keepalive_timeout
    grte_top high_priority_workers host_action_env host_compiler host_conlyopt host_copt host_cpu host_crosstool_top
    host_cxxopt host_features host_grte_top host_java_launcher host_java_toolchain host_javabase host_javacopt
    host_jvm_args/startup host_jvm_profile/startup host_jvmopt host_linkopt host_macos_minimum_os
    host_per_file_copt host_platform=experimental_host_platform host_swiftcopt http_connector_retry_max_timeout
    http_timeout_scaling ijar_top@- include_config_fragments_provider incompatible_autoload_externally
    incompatible_disable_select_on@- incompatible_disable_transitions_on@-/other
    incremental_install_verbosity/other inject_repository@-/other install_base/startup install_md5/startup
    instrumentation_filter invocation_id invocation_policy/startup io_nice_level/startup ios_cpu@- ios_minimum_os
    ios_multi_cpus ios_sdk_version ios_signing_cert_name ios_simulator_device ios_simulator_version
    j2objc_dead_code_report j2objc_translation_flags java_langtools@- java_language_version java_launcher
    java_optimization_mode java_runtime_version java_toolchain javabase javabuilder_top@- javac_bootclasspath@-
    javac_extdir@- javacopt jvm_heap_histogram_internal_object_pattern@-/other jvmopt legacy_globbing_threads
    legacy_main_dex_list_generator linkopt local_cpu_resources local_extra_resources
    local_ram_resources local_resources log_top_n_packages logging ltobackendopt ltoindexopt
    macos_cpus macos_minimum_os macos_qos_class/startup macos_sdk_version make_variables_source
    max_computation_steps max_idle_secs/startup memory@-/other memory_profile memory_profile_stable_heap_parameters
    memprof_profile message_translations@- min_param_file_size minimum_os_version mobile_install_aspect/other
    mobile_install_supported_rules/other modify_execution_info module_mirrors@-/other
    non_incremental_per_target_dexopts objccopt only/other oom_message optimizing_dexer option_sources/startup
    output/other output_base/startup output_file/other output_filter output_groups output_user_root/startup
    override_module override_repository package_path per_file_copt per_file_ltobackendopt platform_mappings
    platform_suffix platforms=experimental_platforms plugin print_action_mnemonics/other product_name/startup
    profile proguard_top propeller_optimize propeller_optimize_absolute_cc_profile
    propeller_optimize_absolute_ld_profile proto:output_rule_attrs/other proto_compiler proto_profile_path@-
    proto_toolchain_for_cc proto_toolchain_for_j2objc proto_toolchain_for_java proto_toolchain_for_javalite
    protocopt python2_path python3_path python_native_rules_allowlist python_path python_top query_file/other
    rc_source registry remote_analysis_json_log@- remote_bytestream_uri_prefix remote_cache=remote_http_cache
    remote_default_platform_properties=host_platform_remote_properties_override
    remote_download_regex=experimental_remote_download_regex remote_download_symlink_template remote_executor
    remote_grpc_log=experimental_remote_grpc_log remote_instance_name remote_local_fallback_strategy
    remote_proxy=remote_cache_proxy remote_retry_max_delay remote_timeout repo/other repo_contents_cache@-/other
    repo_contents_cache_gc_idle_delay@-/other repo_contents_cache_gc_max_age@-/other repo_env
    repositories_without_autoloads repository_cache=experimental_repository_cache restart_reason run_env@-/run
    run_under runs_per_test sandbox_add_mount_pair sandbox_base=experimental_sandbox_base sandbox_block_path
    sandbox_tmpfs_path sandbox_writable_path script_path/run serialized_frontier_profile@- server_javabase/startup
    server_jvm_out/startup shell_executable show_progress_rate_limit singlejar_top@-
    skyframe_high_water_mark_full_gc_drops_per_invocation skyframe_high_water_mark_minor_gc_drops_per_invocation
    skykey_filter/other skylark_memory/other spawn_strategy starlark:expr/other starlark:file/other
    starlark_cpu_profile startup_time strategy strategy_regexp stripopt swiftcopt symlink_prefix target_environment
    target_pattern_file target_platform_fallback terminal_columns test_arg test_env test_filter test_lang_filters
    test_sharding_strategy test_size_filters test_strategy test_tag_filters test_timeout test_timeout_filters
    test_tmpdir tls_authority_override tls_certificate tls_client_certificate tls_client_key
    tool_java_language_version tool_java_runtime_version tool_tag toolchain_resolution_override@- tvos_cpus
    tvos_minimum_os tvos_sdk_version tvos_simulator_device@- tvos_simulator_version@- ui_event_filters
    unconditional_warning universe_scope/other unix_digest_hash_attribute_name/startup vendor_dir
    version_window_for_dirty_node_gc visionos_cpus watchos_cpus watchos_minimum_os watchos_sdk_version
    watchos_simulator_device@- watchos_simulator_version@- worker_max_instances
    worker_max_multiplex_instances=experimental_worker_max_multiplex_instances workspace_directory/startup
    workspace_status_command xbinary_fdo xcode_version xcode_version_config
  `),
} as const;

/** Letters behind a single dash, of options that flagData.ts does not describe. */
export const ABBREVIATIONS: ReadonlyMap<string, string> = new Map([
  ["d", "dump"],
  ["l", "long"],
  ["s", "subcommands"],
  ["t", "cache_test_results"],
]);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
