"""Rules of the System of Warranties of the World Diamond Council: what sellers state on invoices."""
