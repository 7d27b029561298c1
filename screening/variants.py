def same_name(one: str, other: str) -> bool:
    return False
def stem(word: str) -> str:
    return word
