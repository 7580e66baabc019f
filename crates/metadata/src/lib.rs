//! KRaft metadata records, and the image and delta that replaying them makes.
