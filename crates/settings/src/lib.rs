//! The typed table of settings: names, kinds, defaults, ranges; their text becomes values here.
