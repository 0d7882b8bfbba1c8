"""The budgets, measured: `python -m benchmarks` beside other linters, `python -m benchmarks.agreement` against servers."""
