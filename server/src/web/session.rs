//! Who is asking: the cookie, and extractors that turn it into an [`Actor`].
//!
//! A page takes [`CurrentUser`] and sends strangers to the sign-in page; a program's route
//! takes [`ApiUser`] and answers 401; a door takes [`MaybeUser`].

use std::sync::Arc;

use app::protocol::{Problem, ProblemCode};
use axum::extract::{FromRef, FromRequestParts};
use axum::http::header::{COOKIE, REFERER};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, Uri};
use axum::response::{IntoResponse, Redirect, Response};

use super::Site;
use super::listener::Place;
use crate::chat::{Actor, Chat};
use crate::error::Failure;

/// 90 days: no session lives longer, so no cookie needs to.
const MAX_AGE: u32 = 90 * 24 * 60 * 60;

/// The value of the cookie called `name`. A name that comes twice has no value: one of the
/// two was planted.
pub(crate) fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let lines = headers.get_all(COOKIE).into_iter().filter_map(|line| line.to_str().ok());
    let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    let mut values = pairs.filter(|(n, _)| *n == name).map(|(_, value)| value);
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

/// The session's secret as it came with the request, if it has the shape of one.
pub(crate) fn token<'a>(site: &Site, headers: &'a HeaderMap) -> Option<&'a str> {
    let is_shaped = |t: &&str| {
        (20..=128).contains(&t.len()) && t.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    };
    cookie(headers, site.cookie_name()).filter(is_shaped)
}

/// `Set-Cookie` for a session that has just begun.
pub(crate) fn begun(site: &Site, token: &str) -> HeaderValue {
    set_cookie(site, token, MAX_AGE)
}

/// `Set-Cookie` for a session that has ended.
pub(crate) fn ended(site: &Site) -> HeaderValue {
    set_cookie(site, "", 0)
}

fn set_cookie(site: &Site, token: &str, max_age: u32) -> HeaderValue {
    let secure = if site.is_secure() { "; Secure" } else { "" };
    // `Strict` would break links into rooms from mail; the check of Origin covers the rest.
    let line = format!("{}={token}; Path=/; Max-Age={max_age}; HttpOnly; SameSite=Lax{secure}", site.cookie_name());
    HeaderValue::from_str(&line).expect("a token is base64url")
}

/// Where the sign-in page leads on to: a path of this site, or the front page.
pub(crate) fn safe_next(next: &str) -> &str {
    let is_path = next.starts_with('/') && !next.starts_with("//");
    // Browsers read a backslash as a slash and drop tabs and line ends.
    let is_plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if is_path && is_plain && next.len() <= 512 { next } else { "/" }
}

/// The sign-in page that leads on to where the person was.
pub(crate) fn sign_in_first(method: &Method, uri: &Uri, headers: &HeaderMap) -> Redirect {
    let next = if matches!(*method, Method::GET | Method::HEAD) {
        uri.path_and_query().map(|p| p.as_str().to_owned())
    } else {
        // Our own pages tell where they are; `guard` has seen that it is one of ours.
        let page = headers.get(REFERER).and_then(|r| r.to_str().ok()).and_then(|r| r.parse::<Uri>().ok());
        page.and_then(|u| u.path_and_query().map(|p| p.as_str().to_owned()))
    };
    match next.as_deref().map(safe_next) {
        None | Some("/") => Redirect::to("/sign-in"),
        Some(next) => {
            let query = as_query_value(next);
            Redirect::to(&format!("/sign-in?next={query}"))
        }
    }
}

/// `next` as the value in a query. It is a path already, so only what would end it is escaped.
fn as_query_value(next: &str) -> String {
    next.replace('%', "%25").replace('&', "%26").replace('+', "%2B").replace('#', "%23")
}

/// The person who asks, or nobody.
#[derive(Clone, Debug)]
pub(crate) struct MaybeUser(pub(crate) Option<Actor>);

impl<S> FromRequestParts<S> for MaybeUser
where
    S: Send + Sync,
    Chat: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let site = Arc::<Site>::from_ref(state);
        let Some(token) = token(&site, &parts.headers) else { return Ok(Self(None)) };
        let actor = Chat::from_ref(state).authenticate(token).await?;
        if let Some(actor) = &actor {
            tracing::Span::current().record("user.id", actor.user().0);
            if let Some(place) = parts.extensions.get::<Place>() {
                place.is_known();
            }
        }
        Ok(Self(actor))
    }
}

/// The person who asks for a page; strangers are sent to sign in and come back.
#[derive(Clone, Debug)]
pub(crate) struct CurrentUser(pub(crate) Actor);

impl<S> FromRequestParts<S> for CurrentUser
where
    S: Send + Sync,
    Chat: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match MaybeUser::from_request_parts(parts, state).await {
            // What a form does has a rate of its own, and its words are not to be lost.
            Ok(MaybeUser(Some(actor))) if !matches!(parts.method, Method::GET | Method::HEAD) => Ok(Self(actor)),
            Ok(MaybeUser(Some(actor))) => match Chat::from_ref(state).count_page(&actor) {
                Ok(()) => Ok(Self(actor)),
                Err(error) => Err(Failure::from(error).into_response()),
            },
            Ok(MaybeUser(None)) => Err(sign_in_first(&parts.method, &parts.uri, &parts.headers).into_response()),
            Err(failure) => Err(failure.into_response()),
        }
    }
}

/// The person a program acts for; strangers get a 401.
#[derive(Clone, Debug)]
pub(crate) struct ApiUser(pub(crate) Actor);

impl<S> FromRequestParts<S> for ApiUser
where
    S: Send + Sync,
    Chat: FromRef<S>,
    Arc<Site>: FromRef<S>,
{
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match MaybeUser::from_request_parts(parts, state).await? {
            MaybeUser(Some(actor)) => Ok(Self(actor)),
            MaybeUser(None) => Err(Problem::new(ProblemCode::NotSignedIn, "Sign in first.").into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_cookies(lines: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(COOKIE, line.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_cookie_is_found_by_its_whole_name_and_only_when_it_is_alone() {
        let headers = with_cookies(&["a=1; sid=x; zone=Europe/Berlin", "xsid=2"]);
        assert_eq!(cookie(&headers, "sid"), Some("x"));
        assert_eq!(cookie(&headers, "zone"), Some("Europe/Berlin"));
        assert_eq!(cookie(&headers, "id"), None);
        assert_eq!(cookie(&with_cookies(&["sid=a; sid=b"]), "sid"), None);
        assert_eq!(cookie(&with_cookies(&["sid=a", "sid=b"]), "sid"), None);
    }

    #[test]
    fn only_what_looks_like_a_token_is_looked_up() {
        let site = Site::new(None, vec![]);
        let good = "A".repeat(43);
        assert_eq!(token(&site, &with_cookies(&[&format!("sid={good}")])), Some(good.as_str()));
        for bad in ["", "short", &"A".repeat(200), &format!("{good}%00"), &format!("\"{good}\"")] {
            assert_eq!(token(&site, &with_cookies(&[&format!("sid={bad}")])), None, "{bad}");
        }
        let secure = Site::new(Some("https://x".parse().unwrap()), vec![]);
        assert_eq!(token(&secure, &with_cookies(&[&format!("sid={good}")])), None, "the plain name is not believed");
    }

    #[test]
    fn the_cookie_is_bound_as_tightly_as_the_address_allows() {
        let secure = Site::new(Some("https://x".parse().unwrap()), vec![]);
        assert_eq!(begun(&secure, "tok"), "__Host-sid=tok; Path=/; Max-Age=7776000; HttpOnly; SameSite=Lax; Secure");
        assert_eq!(ended(&Site::new(None, vec![])), "sid=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn the_way_on_never_leaves_the_site() {
        for good in ["/r/1-general", "/r/1?before=3", "/", "/join/a%20b"] {
            assert_eq!(safe_next(good), good);
        }
        for bad in ["", "r/1", "//evil.example", "/\\evil.example", "https://evil.example", "/a\nb", "/\t/x", "/ü"] {
            assert_eq!(safe_next(bad), "/", "{bad:?}");
        }
        assert_eq!(safe_next(&format!("/{}", "a".repeat(600))), "/");
    }

    #[test]
    fn a_stranger_comes_back_to_where_they_were() {
        let location = |method, uri: &str, referer: Option<&str>| {
            let mut headers = HeaderMap::new();
            if let Some(referer) = referer {
                headers.insert(REFERER, referer.parse().unwrap());
            }
            let response = sign_in_first(&method, &uri.parse().unwrap(), &headers).into_response();
            response.headers()["location"].to_str().unwrap().to_owned()
        };
        assert_eq!(location(Method::GET, "/r/1?before=3&x=%20", None), "/sign-in?next=/r/1?before=3%26x=%2520");
        assert_eq!(location(Method::GET, "/", None), "/sign-in");
        assert_eq!(location(Method::POST, "/r/1/messages", Some("http://localhost/r/1-x")), "/sign-in?next=/r/1-x");
        assert_eq!(location(Method::POST, "/r/1/messages", None), "/sign-in");
    }
}
