"""A vision read by a model: its sections one by one, then all items together; what holds goes into the drafts."""
