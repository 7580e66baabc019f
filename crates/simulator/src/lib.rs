//! Whole clusters in one thread from one seed, and the promises they are held to.
