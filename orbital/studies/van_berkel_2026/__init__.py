"""Van Berkel, The Cost and Network Limits of Space-Based AI Compute, arXiv:2607.14172, July 2026."""
