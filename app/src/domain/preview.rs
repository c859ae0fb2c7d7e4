//! What a page behind a link says of itself.

use serde::{Deserialize, Serialize};

/// What the server found behind the first link of a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The link, http or https.
    pub url: String,
    /// Where the page is: the name of its host.
    pub site: String,
    /// What it is called, at most 200 characters.
    pub title: String,
    /// What it is about, at most 300 characters; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}
