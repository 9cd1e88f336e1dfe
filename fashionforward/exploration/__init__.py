"""`ff explore`: a latent space as a person would look at it."""
