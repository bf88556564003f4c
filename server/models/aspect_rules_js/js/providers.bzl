"""JsInfo of aspect_rules_js, where its source is not on disk."""

load(":defs.bzl", _JsInfo = "JsInfo")

JsInfo = _JsInfo
