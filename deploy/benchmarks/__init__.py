"""Measurements that take more than one process; ``caratrace bench`` starts them."""
