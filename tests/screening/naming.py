"""Names for properties: plausible words beside anything at all."""

from hypothesis import strategies as st

WORDS = ("MOHAMMED", "MUHAMMAD", "AL", "ABD", "RAHMAN", "ABDULRAHMAN", "IVAN", "IVANOV", "J", "KIM",
         "JONG", "UN", "JONGUN", "SMITH", "SMYTHE", "MARIA", "MR", "李明", "Müller")  # fmt: skip
PLAUSIBLE = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
NAMES = PLAUSIBLE | st.text(max_size=40)
