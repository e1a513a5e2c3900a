"""Finance, the cost lines of each side, access terms, carbon, the comparison."""
