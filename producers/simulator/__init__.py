"""A seeded simulator of the diamond trade, from mines and diggings to the jeweller's counter.

``world.simulate`` makes a world; its events come in order of arrival, late, repeated and corrected as in life, and the
faults put into it are labelled.
"""
