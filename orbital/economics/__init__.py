"""Finance, the cost lines of each side, access terms, the comparison."""
