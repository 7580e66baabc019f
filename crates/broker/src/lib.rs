//! A broker: requests in, answers and effects out.
