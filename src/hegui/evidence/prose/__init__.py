"""The text of what people write for people: documents and policies, whatever file they lie in."""
