//! Putting parts together: means, and methods that are not means.
