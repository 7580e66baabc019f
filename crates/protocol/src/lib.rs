//! Kafka messages and coordinator records, generated from compact schemas.
