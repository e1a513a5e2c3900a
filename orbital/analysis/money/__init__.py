"""One side's money period by period: payments, cash flow, returns."""
