"""Kernels that know bytes and text: time stamps, personal information, encodings, containers."""
