//! The controller's store: an asynchronous port and its implementations.
