"""Meta, The Llama 3 Herd of Models, July 2024: what interrupted 16,384 accelerators in 54 days."""
