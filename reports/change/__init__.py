"""Change after an event: each question in a file of its own, each answer a figure or the rule that forbids it."""
