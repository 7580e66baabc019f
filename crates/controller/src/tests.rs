//! A controller on one voter, driven by hand.
