//! HTTP and WebSocket: the adapter between a browser and `chat`.

pub mod assets;
