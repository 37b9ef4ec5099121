"""Words and names that mean harm to whoever shows them, opens them, or makes paths of them.

All were written for this file. Each says what it aims at; none does anything by itself.
"""

from __future__ import annotations

WEB = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<a href='javascript:alert(1)'>ici</a>",
    '<iframe srcdoc="&lt;script&gt;alert(1)&lt;/script&gt;"></iframe>',
    "<style>body{display:none}</style>",
    "<!--> <script>alert(1)</script> -->",
    "</title><script>alert(1)</script>",
    "</textarea><input autofocus onfocus=alert(1)>",
    "\"' onmouseover='alert(1)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "<ScRiPt\n>alert(1)</sCrIpT\n>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "{{7*7}} ${7*7} #{7*7} <%= 7*7 %>",
    "<meta http-equiv=refresh content='0;url=//mal.example'>",
)
"""Browsers."""

MARKDOWN = (
    "[ici](javascript:alert(1))",
    "[ici](JaVaScRiPt:alert(1))",
    "[ici](&#106;avascript:alert(1))",
    "[ici](java\u0000script:alert(1))",
    "[ici](data:text/html,<script>alert(1)</script>)",
    "[ici](vbscript:msgbox)",
    "[ici][mal]\n\n[mal]: javascript:alert(1)",
    "<javascript:alert(1)>",
    "![image](x onerror=alert(1))",
    "![image](x \"' onerror=alert(1) '\")",
    "`<script>alert(1)</script>`",
    "```\n<script>alert(1)</script>\n```",
    "\\<script>alert(1)\\</script>",
    "**<b onclick=alert(1)>gras</b>**",
    "| a | <script>alert(1)</script> |\n|---|---|\n| [x](javascript:1) | <b> |",
    "[^1]\n\n[^1]: <script>alert(1)</script>",
    "- [ ] <img src=x onerror=alert(1)>",
    "# <script>alert(1)</script>",
    "<div\nonclick=alert(1)\n>",
    "<?php system('id'); ?>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "[" * 300 + "a" + "](javascript:1)" * 300,
)
"""What makes HTML of Markdown."""

XML = (
    "&xxe; &#x41; &amp;amp; %pe;",
    "]]> <![CDATA[ ]]>",
    '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>&b;',
    "<?xml-stylesheet href='mal.example'?>",
    "</seg></tuv></tu><tu><tuv xml:lang='es'><seg>mal",
    "\"'<>&",
)
"""XML readers: TMX, and feeds."""

TERMINAL = (
    "\x1b[31mrouge\x1b[0m",
    "\x1b]0;titre\x07",
    "\x1b]8;;https://mal.example\x1b\\lien\x1b]8;;\x1b\\",
    "\x1b]52;c;bWFs\x07",
    "\x1bP1$r\x1b\\ \x1b[6n \x1b[2J\x1b[H",
    "\x9b31mrouge\x9b0m \x9d0;titre\x9c",
    "dépêche\rfaux     ok",
    "abc\x08\x08\x08xyz",
    "un\x07deux\x7ftrois",
    "un\x00deux",
)
"""Terminals."""

SIGHT = (
    "facture\u202efdp.exe",
    "\u2066\u2067\u2068isolé\u2069",
    "\u202a\u202b\u202c\u202d",
    "in\u200bvi\u200csi\u2060ble\ufeff",
    "sa\u00adla\u00adire",
    "\u2028ligne\u2029paragraphe",
    "e\u0301" + "\u0301" * 40,
    "\U000e0041\U000e0042",
    "раураl.example",
)
"""Eyes."""

SHEETS = ("=cmd|'/c calc'!A1", "+1+1", "-2+3", "@SUM(1;1)", '=HYPERLINK("http://mal.example")', "\t=1+1")
"""Spreadsheets. depeche writes no CSV; such words must come through as they are."""

PATHS = (
    "../../../etc/passwd",
    "..\\..\\windows\\system32",
    "/etc/passwd",
    "C:\\autoexec.bat",
    "CON",
    "nul.txt",
    "-rf *",
    "--to",
    "~root",
    "$(reboot) `reboot` ; reboot | reboot",
    "a" * 300,
    ".",
    "...",
    ".htaccess",
    "%2e%2e%2f",
    "\u2025/\uff0e\uff0e\uff0f",
    "run.json",
    "\u202eoj.nur",
)
"""Whoever makes a path of a title, or a command of a path."""

TEXTS = (*WEB, *MARKDOWN, *XML, *TERMINAL, *SIGHT, *SHEETS, *PATHS)

NAMES: tuple[bytes, ...] = (
    b"\x1b[2J\x1b[31m.txt",
    b"\x1b]0;titre\x07.txt",
    "\x9b31m.txt".encode(),
    b"un\ndone     faux.txt: 9 segments.txt",
    b"un\rdone.txt",
    b"tab\tulation.txt",
    b"caf\xe9.txt",
    b"\xff\xfe.txt",
    "txt.\u202efdp.txt".encode(),
    "\u2066\u200fجهة\u2069.txt".encode(),
    "in\u200bvi.txt".encode(),
    b"-rf.txt",
    b"--to.txt",
    b"CON.txt",
    b"aux.md",
    b"..txt.txt",
    b"....txt",
    b"a:b.txt",
    b"a\\b.txt",
    b"$(reboot).txt",
    b"'; reboot; '.txt",
    b"<script>alert(1)<|script>.md",
    b"%2e%2e%2f.txt",
    b"*?[x].txt",
    b" .txt",
    b"a" * 251 + b".txt",
    "é".encode() * 125 + b".txt",
    b"run.json.txt",
)
"""File names that Linux allows; some are of no encoding."""
