//! Segments, indexes, recovery and retention of one partition's log, over the disk port.
