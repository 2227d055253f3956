#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Checks the translations against the list of phrases: nothing missing, nothing unused, the same placeholders, honest headers,
and words as short and kind as they should be. Speaks TAP; needs gettext's tools and no further module."""

import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata

root = pathlib.Path(sys.argv[1])
LIST = root / 'src' / 'phrases' / 'annae-phrase-list.h'
STAFF_LANGUAGES = {'ko'}
FORBIDDEN = re.compile(r'\b(fail\w*|reject\w*|errors?|invalid|wrong|illegal|denied|biometric\w*|template|liveness|'
                       r'verif\w*|authenticat\w*)\b', re.I)
PLACEHOLDER = re.compile(r'\{[a-z_]+\}')
# Of the languages written without spaces between words, Pango breaks these only where U+200B says so.
BREAKS_BY_MARKS = {'my', 'km'}
LONGEST_WORD = 28
# Phrases that no page shows yet, and why they stay translated. Whatever else is unused fails the check.
AWAITED = {
    'BUTTON_SPEECH_RATE': 'the rate of speech within reach on every page', 'SPEECH_RATE_NOW': 'the same', 'A11Y_SPEECH_RATE': 'the same',
    'BUTTON_VOLUME': 'its loudness', 'A11Y_VOLUME': 'the same', 'TEXT_SIZE_NOW': 'said when the size of text changes',
    'BUTTON_REPEAT': 'a button beside the key', 'A11Y_REPEAT': 'the same',
    'VOICE_NOTICE_NONE': 'told to customers whose language has no voice', 'VOICE_NOTICE_NO_SOUND': 'the same without sound',
    'STAFF_PACK_NOTE': 'the two placeholders that the tests of phrases need',
}
# Their words cannot be counted by spaces.
UNSPACED = {'zh_CN', 'ja', 'th', 'my', 'km'}
results = []


def check(name, problems):
    results.append(not problems)
    print(f"{'not ok' if problems else 'ok'} {len(results)} {name}")
    for problem in problems:
        print(f'# {problem}')


def unquote(text):
    return ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', text)).replace('\\n', '\n').replace('\\"', '"').replace('\\\\', '\\')


def read_po(path):
    """Entries as {(context, msgid): (plural or None, [translations], flags)}; obsolete ones under None."""
    entries = {}
    obsolete = 0
    for block in re.split(r'\n\s*\n', path.read_text(encoding='utf-8')):
        lines = block.split('\n')
        obsolete += sum(line.startswith('#~') for line in lines)
        flags = ' '.join(line[2:] for line in lines if line.startswith('#,'))
        body = '\n'.join(line for line in lines if not line.startswith('#'))
        parts = re.findall(r'^(msgctxt|msgid_plural|msgid|msgstr(?:\[\d\])?)((?:\s*"(?:[^"\\]|\\.)*")+)', body, re.M)
        if not parts:
            continue
        fields = {}
        translations = []
        for key, text in parts:
            if key.startswith('msgstr'):
                translations.append(unquote(text))
            else:
                fields[key] = unquote(text)
        entries[(fields.get('msgctxt'), fields['msgid'])] = (fields.get('msgid_plural'), translations, flags)
    return entries, obsolete


rows = re.findall(r'^ANNAE_(PHRASE|PHRASE_N|SPOKEN|SPOKEN_N) \((\w+), (\w+|"speech"), ((?:"(?:[^"\\]|\\.)*"(?:, )?)+)\)$',
                  LIST.read_text(encoding='utf-8'), re.M)
n_rows = len(re.findall(r'^ANNAE_(?:PHRASE|SPOKEN)', LIST.read_text(encoding='utf-8'), re.M))
check('every row of the list can be read', [] if n_rows == len(rows) else [f'{n_rows - len(rows)} rows are not'])

english = [(kind, name, audience, re.findall(r'"((?:[^"\\]|\\.)*)"', texts)) for kind, name, audience, texts in rows]
customer = [(name, text) for kind, name, audience, texts in english if audience != 'STAFF' for text in texts]
staff = {texts[0] for kind, name, audience, texts in english if audience == 'STAFF'} - {text for _, text in customer}

check('customers never read a word of blame or of the trade',
      [f'{name}: {text}' for name, text in customer if FORBIDDEN.search(text)])
sentences = [(name, s) for name, text in customer for s in re.split(r'(?<=[.?!:])\s+', text)]
long_ones = [(name, s) for name, s in sentences if len(s.split()) > 8]
print(f'# English: {len(sentences) - len(long_ones)} of {len(sentences)} sentences have at most eight words')
check('at most 1 % of the English sentences are longer than eight words',
      [f'{name}: {s}' for name, s in long_ones] if len(long_ones) > len(sentences) / 100 else [])

# Every id is used somewhere. Maps build some ids from the names of advice, reasons, steps and outcomes.
sources = '\n'.join(path.read_text(encoding='utf-8') for path in sorted((root / 'src').rglob('*'))
                    if path.suffix in ('.c', '.h', '.cpp', '.ui', '.blp') and path != LIST)
words = set(re.findall(r'[A-Za-z0-9_-]+', sources))
unused = {name for kind, name, audience, texts in english if kind.startswith('PHRASE')
          and not words & {f'ANNAE_PHRASE_{name}', name, name.lower().replace('_', '-')}
          and not re.match(r'(ADVICE|STAFF_CAUSE|STAFF_ACTION|REASON|STAFF_REASON|STAFF_STEP|STAFF_OUTCOME|RESULT)_', name)}
print(f"# waiting for their page ({len(AWAITED.keys() & unused)}): {' '.join(sorted(AWAITED.keys() & unused))}")
print(f"# waited for and used by now: {' '.join(sorted(AWAITED.keys() - unused)) or 'none'}")
check('every phrase is used, or named as one that waits', sorted(unused - AWAITED.keys()))
check('what waits is in the list', sorted(AWAITED.keys() - {name for kind, name, audience, texts in english}))

with tempfile.TemporaryDirectory() as folder:
    pot = pathlib.Path(folder) / 'annae.pot'
    subprocess.run([root / 'po' / 'update', '--pot', pot], check=True)
    template, _ = read_po(pot)
template.pop((None, ''))
required = {key for key in template if key[1] not in staff}

codes = [line for line in (root / 'po' / 'LINGUAS').read_text().split('\n') if line and not line.startswith('#')]
check('LINGUAS names exactly the files there are',
      sorted(set(codes) ^ {path.stem for path in (root / 'po').glob('*.po')}))

for code in codes:
    path = root / 'po' / f'{code}.po'
    text = path.read_text(encoding='utf-8')
    entries, obsolete = read_po(path)
    header = entries.pop((None, ''))[1][0]
    problems = []

    run = subprocess.run(['msgfmt', '--check', '-o', '/dev/null', path], capture_output=True, text=True)
    if run.returncode or run.stderr:
        problems.append(run.stderr)
    if obsolete:
        problems.append(f'{obsolete} lines of obsolete entries')
    if f'Language: {code}\n' not in header:
        problems.append('the header names another language')
    if 'X-Native-Review: no' in header and 'NOT YET REVIEWED BY A NATIVE READER' not in text:
        problems.append('the note about the missing review is gone')
    if 'X-Native-Review:' not in header:
        problems.append('X-Native-Review is missing')
    if unicodedata.normalize('NFC', text) != text and code in ('ko', 'vi', 'ru', 'mn', 'uz', 'ja', 'zh_CN'):
        problems.append('not normalised to NFC')
    for key in required | (set(template) if code in STAFF_LANGUAGES else set()):
        if key not in entries:
            problems.append(f'missing: {key}')
    shown = {key[1] for key in template}
    for (context, msgid), (plural, translations, flags) in entries.items():
        if (context, msgid) not in template and not (context == 'speech' and msgid in shown):
            problems.append(f'unused: {msgid}')
        if 'fuzzy' in flags:
            problems.append(f'fuzzy: {msgid}')
        for translation in translations:
            if not translation.strip():
                problems.append(f'empty: {msgid}')
            # a spoken form may leave a number out that its voice reads badly
            wanted = set(PLACEHOLDER.findall(msgid))
            found = set(PLACEHOLDER.findall(translation))
            if found - wanted or (wanted - found and context != 'speech') or translation.count('{') != len(PLACEHOLDER.findall(translation)):
                problems.append(f'placeholders of "{msgid}" differ: {translation}')
            if translation != translation.strip() or '  ' in translation:
                problems.append(f'spaces at an end or two in a row: "{translation}"')
    if code in BREAKS_BY_MARKS:
        for (context, msgid), (_, translations, _) in entries.items():
            for run in re.split('[ \u200b]', translations[0]):
                if len(run) > LONGEST_WORD:
                    problems.append(f'no U+200B between the words of "{run}"')
    if code not in UNSPACED:
        parts = [s for (context, msgid), (_, translations, _) in entries.items()
                 if context is None and msgid not in staff for t in translations[:1]
                 for s in re.split(r'(?<=[.?!:।۔؟])\s+', t)]
        short = sum(len(s.split()) <= 8 for s in parts)
        print(f'# {code}: {short} of {len(parts)} sentences ({100 * short / len(parts):.1f} %) have at most eight words')
        if short < 0.95 * len(parts):
            problems.append('fewer than 95 % of the sentences have at most eight words')
            problems += [s for s in parts if len(s.split()) > 8]
    check(f'{code}.po', problems)

print(f'1..{len(results)}')
sys.exit(0 if all(results) else 1)
