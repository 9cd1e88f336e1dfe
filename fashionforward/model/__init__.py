"""The conditional VAE in torch: parser, cloth response, print VAE, renderer."""
