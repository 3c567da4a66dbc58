"""
Models behind OpenAI-compatible endpoints: asked in small questions, answered as data, bounded and replayable.

    request ─redact→ tape or shelf (answered before?) ─hosts, ledger→ endpoint ─inspect→ answer ─schema→ data

`openai` and `instructor` are imported where an endpoint is asked and nowhere else.
"""
