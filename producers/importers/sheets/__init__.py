"""Sheets of rows and columns: what a column means, how a cell is read, which rows form one event."""
