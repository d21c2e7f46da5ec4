"""The review desk: a queue by doubt, and a page a report on which every fact is accepted, edited, rejected or added.

Everything is a form that works by itself; static/js/desk.js only saves the way back to the place.
"""
