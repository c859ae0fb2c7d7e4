//! The interface on its own, as `trunk serve` builds it.

#[cfg(target_arch = "wasm32")]
fn main() {
    frontend::csr::start();
}

#[cfg(not(target_arch = "wasm32"))]
fn main() {}
