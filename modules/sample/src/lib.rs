//! gridfolk module sample.
