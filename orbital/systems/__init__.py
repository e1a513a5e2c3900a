"""What is built from physics: chips, workloads, survival, spacecraft, launch, ground cluster."""
