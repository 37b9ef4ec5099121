"""One conformance class a seam, run over every implementation."""
