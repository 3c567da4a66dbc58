"""
A second model looks over the PRD that another, or the rules, have made. It edits nothing.

    vision ─portions→ questions ─prompt→ model ─forms→ findings ─judging→ faults ─faults→ diagnostics
    items, listed ──────────────prompt→ model ─forms→ clashes ─judging┘

What is found stands on a quotation, which must be found in the vision's lines or in the words of an item; what does not
is asked for once again and then left out, and counted. Portions and places of quotations are the planner's own.
"""
