"""How questions of checklists are put: whether one asks two things, or already holds its answer.

Only what is certain by its form is found: a question that is hard to answer
for other reasons is for a person to see.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["assuring", "folded", "leading", "two_in_one"]

_WORDS: Final = re.compile(r"\w+")
_ASKING: Final[Mapping[str, str]] = {
    "en": r"\b(?:how|who|whom|whose|what|when|where|why|which)\b",
    "pl": r"\b(?:jak|jaki\w*|kto|kogo|komu|kim|co|czego|czemu|czym|kiedy|gdzie|skąd|dokąd|dlaczego|po\sco"
    r"|któr\w+|ile|czyj\w*|czy)\b",
}
"""The words that ask."""
_JOINED: Final[Mapping[str, str]] = {
    "en": r"[,;]?\s(?:and|or)\s(?:(?:by|from|on|to|in|with)\s)?",
    "pl": r"(?:[,;]\s(?:a|i)|\s(?:i|oraz|lub|albo))\s(?:(?:z|w|na|do|od|po|o)\s)?",
}
_SECOND: Final[Mapping[str, re.Pattern[str]]] = {
    language: re.compile(rf"{_JOINED[language]}{asking}[^?]*\?$", re.IGNORECASE)
    for language, asking in _ASKING.items()
}
"""A second word that asks, joined to the question before it."""
_CLOSED: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:do|does|did|is|are|was|were|has|have|had|will|would|should|must|may|"
        r"(?:don|doesn|didn|isn|aren|wasn|weren|hasn|haven|won|wouldn|shouldn)['\u2019]t)\s"
        r"|(?:can|could)\s(?!(?:i|you|we)\s(?:please\s)?(?:show|tell|describe|explain|say|name|give|open|see|find))",
        re.IGNORECASE,
    ),
    "pl": re.compile(
        r"czy\s(?!(?:może|mogę|mogą|możemy|mógłby|mogłaby|mogliby|moglibyśmy|zechc\w+)\s)", re.IGNORECASE
    ),
}
"""How a question begins that *yes* answers; asking to be shown something is none, however politely."""
_CONFIRMED: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:please\s)?(?:(?:tell\sme|say|state|confirm)\swhether|confirm\sthat"
        r"|tell\sme\sif(?!\s(?:any|applicable|necessary|possible)\b))\s(.*)",
        re.IGNORECASE,
    ),
    "pl": re.compile(
        r"(?:proszę\s(?:mi\s)?)?(?:(?:powiedzieć|odpowiedzieć|stwierdzić|potwierdzić),\sczy|potwierdzić,\sże)\s(.*)",
        re.IGNORECASE,
    ),
}
"""A request that *yes* answers, unless another word of it asks or it leaves a choice."""
_CHOICE: Final[Mapping[str, str]] = {"en": r"\bor\b", "pl": r"\b(?:albo|lub|czy)\b"}
_TAG: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r",\s(?:right|correct|okay|"
        r"(?:is|are|was|were|do|does|did|has|have|will|can)(?:n['\u2019]t)?\s(?:it|you|they|he|she|we|there))\?$",
        re.IGNORECASE,
    ),
    "pl": re.compile(r",\s(?:prawda|tak|zgadza się|czyż nie|czy nie|nieprawdaż)\?$", re.IGNORECASE),
}
"""How a question ends that holds its answer."""
_ASSURED: Final[Mapping[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?:how|in\swhat\sway)\s(?:"
        r"(?:do|does|did|can|will)\s(?:(?!(?:that|which|who|whom|to|and)\b)\w+\s){1,5}(?:ensure\sthat|make\ssure)"
        r"|(?:is|was|has)\sit\s(?:been\s)?(?:ensured|made\ssure))\b"
        r"(?!\s(?:of|whether|if|how|who|whom|whose|what|when|where|why|which)\b)"
        r"|what\s(?:is\sdone\sto\sensure|ensures)\sthat\b",
        re.IGNORECASE,
    ),
    "pl": re.compile(
        r"(?:jak|co|w\sjaki\ssposób)\s(?:\w+\s){0,3}zapewni(?!eni)\w*(?:\s\w+)?,\s(?:że|aby|żeby|by)\b",
        re.IGNORECASE,
    ),
}
"""How a question begins that goes on to say what its answer has to be."""


def folded(text: str) -> str:
    """Return the words of *text* alone: two questions that differ in nothing else are the same."""
    return " ".join(_WORDS.findall(text.casefold()))


def two_in_one(text: str, language: str) -> bool:
    """Return whether *text*, in *language*, certainly asks two things; a second word that asks shows it."""
    asked = " ".join(text.split())
    if asked.count("?") > 1:
        return True
    second = _SECOND[language].search(asked) if language in _SECOND else None
    if second is None:
        return False
    # *Where is it written who does it and when?* asks one thing: there is a question inside the question.
    return len(re.findall(_ASKING[language], asked[: second.start()], re.IGNORECASE)) <= 1


def leading(text: str, language: str) -> bool:
    """Return whether *yes* answers *text*, in *language*, or its end holds the answer."""
    asked = " ".join(text.split())
    if language not in _CLOSED:
        return False
    if confirmed := _CONFIRMED[language].match(asked):
        return not re.search(f"{_ASKING[language]}|{_CHOICE[language]}", confirmed[1], re.IGNORECASE)
    if not asked.endswith("?"):
        return False
    return _CLOSED[language].match(asked) is not None or _TAG[language].search(asked) is not None


def assuring(text: str, language: str) -> bool:
    """Return whether *text*, in *language*, asks how it is ensured that something is as it should be.

    It tells what the auditor wants to hear; most often a requirement was turned into a question.
    """
    return language in _ASSURED and _ASSURED[language].match(" ".join(text.split())) is not None
