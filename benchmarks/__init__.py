"""The budgets, measured beside other linters, and how far we agree with real servers (`benchmarks.agreement`)."""
