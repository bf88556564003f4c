"""go_proto_library of rules_go, where its source is not on disk: a library of generated sources."""

load("//go:def.bzl", _go_library = "go_library")

def go_proto_library(name, protos = [], proto = None, **kwargs):
    _go_library(name = name, **kwargs)

go_grpc_library = go_proto_library
