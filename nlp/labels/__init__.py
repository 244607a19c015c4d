"""What people are asked to label, and what their labels may be used for: samples, their probabilities, teaching."""
