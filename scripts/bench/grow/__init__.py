"""The plot of the growth benchmark."""
