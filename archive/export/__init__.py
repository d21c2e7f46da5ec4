"""The record to the world."""
