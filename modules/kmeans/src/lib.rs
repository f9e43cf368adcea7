//! gridfolk module kmeans.
