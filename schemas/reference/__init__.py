"""Reference data: who takes part in the Kimberley Process when, sites, parties, certificate rules, published figures.

``model`` is pure and is what rules import; ``load`` and ``load_statistics`` read the tables of ``data/``.
"""
