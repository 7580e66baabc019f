//! Pure state beside a log: leader epochs, producers, aborted transactions.
