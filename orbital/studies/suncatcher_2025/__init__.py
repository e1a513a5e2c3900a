"""Google, Towards a future space-based, highly scalable AI infrastructure system design (Suncatcher), arXiv:2511.19468v2, 17 June 2026."""
