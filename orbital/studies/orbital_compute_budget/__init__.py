"""Tech4Biz, orbital-compute-budget: how many hours a day a satellite's battery lets it compute."""
