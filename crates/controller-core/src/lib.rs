//! Decides for the cluster: brokers, topics, partitions, configs.
