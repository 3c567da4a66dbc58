"""
Planning with a model: what the rules found is the starting list, what the model answers is a draft that is judged.

    portions ─prompt→ model ─form→ answer ─grounding→ edits of the drafts ─reconciling→ drafts ─lift→ Prd
    Prd ─prompt→ model ─form→ components ─judged→ groups and needs ─plan→ task files

`doctor` looks whether a model can be asked, `review` lets a second one look for faults of a PRD.

Whatever gets no usable answer is done by the rules, section by section, task by task, and said. Words of an item are
those of the vision, found there; nothing that a model writes is executed.
"""
