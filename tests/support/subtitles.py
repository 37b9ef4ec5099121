"""Subtitles, written for the tests; all in them is invented."""

SUBRIP = """1
00:00:01,000 --> 00:00:03,500
La digue de Port-Sauvin a cédé
dans la nuit de mercredi

2
00:00:03,600 --> 00:00:06,000
à jeudi, <i>inondant</i> plus de 300 maisons.

3
00:00:06,500 --> 00:00:08,000
{\\an8}Le maire a parlé.

4
00:00:09,000 --> 00:00:11,000
- Où est le maire ?
- Il est au port.

5
00:00:20,000 --> 00:00:21,000
♪ ♪

6
00:00:22.000 --> 00:00:24.000 X1:10 Y1:20
<i>La ville est calme.</i>
""".replace("\n", "\r\n").encode()

WEB_VTT = """WEBVTT - Le Littoral
Kind: captions
Language: fr

NOTE
Écrit le 9 octobre.

STYLE
::cue { color: white }

intro
00:01.000 --> 00:03.500 line:80% align:start
<v Anne>La digue de Port-Sauvin a cédé
dans la nuit

00:03.600 --> 00:06.000
de mercredi &amp; de jeudi.

00:06.500 --> 00:08.000
<v Luc><c.yellow>Le maire <b>a parlé</b>.</c>
""".encode()
