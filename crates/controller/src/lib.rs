//! A controller: sessions, contest, decisions, the metadata log.
