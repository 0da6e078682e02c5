"""The verbs: the only writers of state, versions, publications and the ledger."""
