"""What an alert is, its life, who receives it; the ledger; delivery."""
