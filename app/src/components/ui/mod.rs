//! The small parts that everything else is made of.

pub mod avatar;
pub mod brand;
pub mod choice;
pub mod drawn;
pub mod empty;
pub mod erased;
pub mod field;
pub mod form_end;
pub mod icon;
pub mod mark;
pub mod moment;
pub mod notice;
pub mod shown;
pub mod when_field;
mod written;

pub use avatar::{Avatar, AvatarStack, drawn_avatar, present_avatar};
pub use brand::Brand;
pub use choice::Choice;
pub use drawn::Drawn;
pub use empty::empty;
pub use erased::erased;
pub use field::{Field, error_of};
pub use form_end::FormEnd;
pub use icon::{Icon, Pictogram, drawn_icon};
pub use mark::Mark;
pub use moment::{Moment, lately, moment, utc};
pub use notice::Notice;
pub use shown::{either, shown};
pub use when_field::{When, WhenField};
pub use written::Written;
