//! What is behind a link: the server asks for the page itself, so that nobody's browser has to, and reads what it says of
//! itself. It goes only where a guard lets it, follows few redirects, takes little and waits briefly. Who said the link and
//! who reads it is not known here.

mod guard;
mod page;

use std::sync::Arc;
use std::time::Duration;

use app::domain::Preview;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, LOCATION};
use reqwest::redirect::Policy;
use reqwest::{Client, Response, StatusCode};
use tokio::time::timeout;
use url::{Host, Url};

pub use guard::Reach;

/// A page has so long to be there, redirects and all.
const PATIENCE: Duration = Duration::from_secs(5);

/// So often a page may say that it is somewhere else.
const REDIRECTS: usize = 3;

/// No more of a page is read: what it says of itself stands at its beginning.
const MOST: usize = 512 * 1_024;

/// Longer addresses are not followed.
const ADDRESS: usize = 2_048;

/// Why there is nothing to show of a link.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The address may not be asked for.
    #[error("the address may not be asked for")]
    Forbidden,
    /// It did not answer in time.
    #[error("no answer in time")]
    TooLate,
    /// It answered something that is no page.
    #[error("no page: {0}")]
    NoPage(StatusCode),
    /// It leads on and on.
    #[error("too many redirects")]
    Lost,
    /// It could not be asked.
    #[error("the page could not be asked for")]
    Unreachable(#[from] reqwest::Error),
}

/// Looks at what is behind links. Clones are cheap and share their connections.
#[derive(Clone, Debug)]
pub struct Previews {
    client: Client,
    reach: Reach,
}

impl Previews {
    /// By this it goes no further than `reach`.
    ///
    /// # Errors
    /// This machine cannot speak TLS.
    pub fn new(reach: Reach) -> Result<Self, PreviewError> {
        let client = Client::builder()
            .dns_resolver(Arc::new(reach.clone()))
            // Each is looked at first.
            .redirect(Policy::none())
            // A proxy would resolve names by itself.
            .no_proxy()
            .referer(false)
            .timeout(PATIENCE)
            .pool_max_idle_per_host(0)
            .user_agent(concat!("Snug/", env!("CARGO_PKG_VERSION"), " (link preview)"))
            .build()?;
        Ok(Self { client, reach })
    }

    /// What the page at `address` says of itself, if it says anything.
    ///
    /// # Errors
    /// It may not be asked for, or did not answer with a page.
    pub async fn look(&self, address: &str) -> Result<Option<Preview>, PreviewError> {
        if address.len() > ADDRESS {
            return Err(PreviewError::Forbidden);
        }
        timeout(PATIENCE, self.follow(address)).await.unwrap_or(Err(PreviewError::TooLate))
    }

    async fn follow(&self, address: &str) -> Result<Option<Preview>, PreviewError> {
        let mut url = Url::parse(address).map_err(|_| PreviewError::Forbidden)?;
        let named = name_of(&url);
        for _ in 0..=REDIRECTS {
            if !self.reach.admits(&url) {
                return Err(PreviewError::Forbidden);
            }
            let answer = self.client.get(url.clone()).header(ACCEPT, "text/html, application/xhtml+xml").send().await?;
            if answer.status().is_redirection() {
                url = next(&url, answer.headers()).ok_or(PreviewError::NoPage(answer.status()))?;
                continue;
            }
            let charset = charset_of(&answer)?;
            let bytes = beginning(answer).await?;
            let said = page::read(&bytes, charset.as_deref());
            let found = name_of(&url);
            // Whoever follows the link may be led elsewhere than the server was.
            let site = if found == named { named } else { format!("{named} → {found}") };
            return Ok(said.map(|said| Preview { url: address.to_owned(), site, title: said.title, text: said.text }));
        }
        Err(PreviewError::Lost)
    }
}

/// Where a redirect leads.
fn next(from: &Url, headers: &HeaderMap) -> Option<Url> {
    let to = headers.get(LOCATION)?.to_str().ok()?;
    from.join(to).ok().filter(|to| to.as_str().len() <= ADDRESS)
}

/// Whether it is a page, and how its characters are written, if that is said.
fn charset_of(answer: &Response) -> Result<Option<String>, PreviewError> {
    let kind = answer.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.to_ascii_lowercase();
    let (kind, rest) = kind.split_once(';').unwrap_or((&kind, ""));
    if !answer.status().is_success() || !matches!(kind.trim(), "text/html" | "application/xhtml+xml") {
        return Err(PreviewError::NoPage(answer.status()));
    }
    let charset = rest.split(';').find_map(|part| part.trim().strip_prefix("charset="));
    Ok(charset.map(|name| name.trim_matches('"').to_owned()))
}

async fn beginning(mut answer: Response) -> Result<Vec<u8>, PreviewError> {
    let mut bytes = Vec::new();
    while bytes.len() < MOST
        && let Some(piece) = answer.chunk().await?
    {
        bytes.extend_from_slice(&piece[..piece.len().min(MOST - bytes.len())]);
    }
    Ok(bytes)
}

/// Whose page it is: not what it calls itself, but where it is.
fn name_of(url: &Url) -> String {
    match url.host() {
        Some(Host::Domain(name)) => name.strip_prefix("www.").unwrap_or(name).to_owned(),
        Some(host) => host.to_string(),
        None => String::new(),
    }
}
