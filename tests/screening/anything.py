"""Whatever somebody may type or send where a text is expected."""

from hypothesis import strategies as st

SCRIPTS = (
    *("Muammar", "معمر القذافي", "Муаммар Каддафи", "习近平", "김정은", "Μουαμάρ", "בנימין"),
    *("राम सिंह", "ทักษิณ", "მიხეილ", "Վահան", "ሀይሌ", "ខ្មែរ", "さくら", "サクラ", "தமிழ்", "བོད"),
)
ODD = (
    *("", " ", "\t\n", "\x00", "A\x00B", "\r\n", "\x1b[31mred", "\u2028", "\ufeff", "\u200b\u200d"),
    *(
        "😀",
        "👩\u200d👩\u200d👧",
        "🇮🇶",
        "\u202eABC\u202c",
        "\u200fعلي\u200e",
        "﷽",
        "㍿",
        "ǅ",
        "ß",
        "İ",
    ),
    *("\u0301", "\u0301\u0308\u0327", "A\u0301\u0323\u0308" * 40, "٠١٢٣", "१२३", "123", "0000000"),
    *("\ud800", "A\udfffB", "\udc80\udcff", "'", "`-'", "\u2019" * 3, "--name", "-", ":", "IRQ:"),
    *(":M1234567", "NaN", "%s{}", "null", "None", "N/A", "\\", "\N{LATIN SMALL LIGATURE FI}"),
    *("A" * 512, "A" * 513, "A " * 256, "9" * 512, "A" * 10_000, "ع" * 10_000, "李" * 10_000),
    "김 " * 500,
)
_CATEGORIES = st.characters(categories=["Mn", "Cf", "Cc", "Cs", "Nd", "Lo", "So"])
_ONE = (
    st.sampled_from(ODD)
    | st.sampled_from(SCRIPTS)
    | st.text(max_size=40)
    | st.text(_CATEGORIES, max_size=20)
)
TEXTS = _ONE | st.lists(_ONE, max_size=4).map("".join) | st.lists(_ONE, max_size=4).map(" ".join)
