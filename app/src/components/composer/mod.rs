//! Where something is said.

pub mod composer;
pub mod dock;

pub use composer::Composer;
pub use dock::Dock;
