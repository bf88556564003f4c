"""Macros that BUILD files get without loading them."""

def scripted(name, **kwargs):
    native.sh_binary(name = name, srcs = ["script.sh"], **kwargs)

def carrying(name, data):
    scripted(name, data = data)
