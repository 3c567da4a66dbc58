"""
Models behind OpenAI-compatible endpoints: asked in small questions, answered as data, bounded and replayable.

    request ─redact→ tape or shelf (answered before?) ─hosts, pace, ledger→ endpoint ─inspect→ answer ─schema→ data

`conversation.Model` asks one question, `gang` many at once, `configured` reads who is asked from the settings; what can
go wrong stands in `trouble`. `openai` and `instructor` are imported where an endpoint is asked and nowhere else.
"""
