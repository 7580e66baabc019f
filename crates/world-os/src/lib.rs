//! The real doors: files, sockets, clock and threads.
