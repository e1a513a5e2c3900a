"""What is asked of the Models: compare, studies, reconcile, break even, uncertainty."""
