"""The public H100 InfiniBand cost sheet, August 2024, which contradicts itself."""
