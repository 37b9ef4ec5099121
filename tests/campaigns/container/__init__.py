"""The image of ``deploy/``, built and used."""
