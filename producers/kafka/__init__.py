"""The log on Kafka, as far as it is written: the connection, the topics, and files emitted into them."""
