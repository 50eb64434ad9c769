"""Backends: a scene as SVG, PNG, PDF, DOT or Mermaid, one format a module."""
