"""The medical linter: what an attentive copy editor would ask about a frozen draft. Rules are pure and deterministic.

`articles.editorial.findings` runs them on a draft and says what stands in the way of a review.
"""
