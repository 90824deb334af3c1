"""Rules of the Kimberley Process Certification Scheme."""
