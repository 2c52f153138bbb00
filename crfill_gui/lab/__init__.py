"""Windows for researchers: training, evaluation, blind studies."""
