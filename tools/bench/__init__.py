"""What a page costs: this site beside the least that could be done, and beside a plain Django page, in one run.

docs/benchmarks/README.md says what is measured, how, and how to read it.
"""
