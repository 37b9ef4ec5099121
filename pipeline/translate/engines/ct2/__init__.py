"""CTranslate2 models as their converters leave them: OPUS-MT, NLLB, M2M-100.

Takes sentences; gives translations aligned with them.
Open ``engine.py`` first; ``find.py`` says which models there are.
"""
