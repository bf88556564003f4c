"""Values of another file, which are frozen."""

LIST = [1]
DICT = {"a": 1}
STRUCT = struct(list = LIST)

KeptInfo = provider()
INSTANCE = KeptInfo(list = LIST)
