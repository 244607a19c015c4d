"""Rows in, numbers out: every figure with its numerator, its denominator, its interval and what it may carry."""
