"""A thousand strings that would do something, if a format let them."""

from __future__ import annotations

from typing import Final

__all__ = ["STRINGS"]

_MARKUP: Final = (
    "<script>alert(1)</script>",
    "</style><style>*{display:none}",
    "</title></head><body onload=alert(1)>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    '" autofocus onfocus="alert(1)',
    "' onmouseover='alert(1)",
    "`onclick=alert(1)`",
    "<!-- comment -->",
    "--><b>x</b><!--",
    "<![CDATA[ x ]]>",
    "]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY e 'x'>]>&e;",
    "&lt;b&gt;&amp;lt;&#60;&#x3c;&nbsp;&zwj;",
    "<table><tr><td></table>",
    "</td></tr></table></section></main></body></html>",
    "<base href=//example.org/><meta http-equiv=refresh content=0>",
    "<w:t>x</w:t></w:r><w:instrText>HYPERLINK</w:instrText>",
    "<details><summary>x</summary>",
    "<http://example.org/>",
    "<ann@example.org>",
)
_TEMPLATES: Final = (
    "{{ 7 * 7 }}",
    "{% for x in y %}{% endfor %}",
    "{# comment #}",
    "{{ ''.__class__.__mro__ }}",
    "{{",
    "%}",
    "${7*7}",
    "%(title)s {title} {0} {} %s %d",
    "#{7*7} <%= 7 %>",
    "\\N{BELL} \\x41 \\u0041 \\n",
)
_MARKDOWN: Final = (
    "[text](javascript:alert(1))",
    "![picture](http://example.org/x.png)",
    "[text][reference]",
    "[reference]: http://example.org/",
    "**bold** _slanted_ ~~struck~~",
    "`code` ``more``",
    "```\nfence",
    "~~~",
    "# heading",
    "heading\n===",
    "heading\n---",
    "---",
    "***",
    "___",
    "> quoted",
    "- item",
    "+ item",
    "* item",
    "1. item",
    "1) item",
    "    code",
    "\tcode",
    "| a | b |\n|---|---|\n| c | d |",
    "a|b",
    "\\|",
    "\\",
    "\\\\",
    "[x] done",
    "[^1]: note",
    "a  \nb",
    "::: warning",
    "\n\nparagraph",
    "<br>",
)
_FORMULAS: Final = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    '=HYPERLINK("http://example.org","x")',
    "=1+1;=2+2",
    "\t=1+1",
    "\r=1+1",
    '","=1+1',
    '";"=1+1',
    "a;b,c\td",
    '"',
    '""',
    "'",
    "1,5",
    "00012",
    "1e5",
    "2026-02-30",
)
_HIDDEN: Final = (
    "\x00",
    "\x07\x08",
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "\x1b]8;;http://example.org\x1b\\x\x1b]8;;\x1b\\",
    "\x9b2J",
    "\x7f",
    "\x85\x0b\x0c\x1c",
    "\u2028\u2029",
    "\u202egnp.exe",
    "\u2066\u2067\u2068\u2069",
    "\u200b\u200c\u200d\u2060",
    "\u200e\u200f\u061c",
    "\ufeff",
    "\ufffe\uffff",
    "\ud800",
    "\udc80\udcff",
    "\U000e0041\U000e007f",
    "\u00ad",
    "\ue000",
)
_LETTERS: Final = (
    "Zażółć gęślą jaźń",
    "Zaz\u0307o\u0301łc\u0301",
    "👩‍👩‍👧‍👦🇵🇱🏳️‍🌈",
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞a͕̠l͜g̙o",
    "עברית العربية",
    "\u0130\u0131ﬁß",
    "\U0001d57f\U0001d58d\U0001d58a \U0001d4fa\U0001d4fe\U0001d4f2",
    "\u3000全角\uff1d",
    "x" * 400,
    "<" * 100,
    "ł" * 300 + " " + "ż" * 300,
    "../../etc/passwd",
    "C:\\Windows\\system32",
    "file\nname.yaml",
    "-rf --help",
    "$(rm -rf /) `id` ; true && false",
    "a" + "\u0301" * 40,
    "NULL None nan True undefined",
)

_WAYS: Final = (
    "{}",
    "a{}",
    "{}b",
    "Słowo {} słowo.",
    "{0}{0}",
    "line\n{}",
    "{}\nline",
    '"{}"',
    "({})",
)
"""Where a string stands."""

STRINGS: Final = tuple(
    dict.fromkeys(
        way.replace("{0}", "{}").replace("{}", string)
        for string in (*_MARKUP, *_TEMPLATES, *_MARKDOWN, *_FORMULAS, *_HIDDEN, *_LETTERS)
        for way in _WAYS
    )
)
