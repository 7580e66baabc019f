//! Record batch v2: view, validate, build, compress.
