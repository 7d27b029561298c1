"""Names for properties: plausible words beside anything at all."""

from hypothesis import strategies as st

from screening.names import prepare_name

WORDS = ("MOHAMMED", "MUHAMMAD", "AL", "ABD", "RAHMAN", "ABDULRAHMAN", "IVAN", "IVANOV", "J", "KIM",
         "JONG", "UN", "JONGUN", "SMITH", "SMYTHE", "MARIA", "MR", "李明", "Müller")  # fmt: skip
PLAUSIBLE = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
NAMES = PLAUSIBLE | st.text(max_size=40)

# The first name of a script reads its tables; hypothesis holds each example to a deadline.
for word in (*WORDS, "محمد", "Иван", "김", "さ", "כהן", "राम", "ไทย"):
    prepare_name(word)
