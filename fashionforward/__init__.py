"""Fashion Forward: the garments of a catalog in other colours and prints.

Importing this package costs nothing: neither numpy, nor ONNX Runtime, nor torch. The subpackages import what they need.
"""

__version__ = "0.1.0"
