//! What one says of oneself: picture, name, what one does, where one's clock stands, and what one is about.

use leptos::prelude::*;

use super::door::FormProblem;
use crate::components::layout::{AppFrame, Sheet};
use crate::components::ui::{Avatar, Choice, Field, FormEnd, Notice, moment};
use crate::domain::{Availability, Profile, Status};
use crate::protocol::Problem;
use crate::state::ChatState;

/// How long a status may last: as the form names it, and in words.
const LASTS: [(&str, &str); 5] =
    [("", "Until I take it away"), ("30m", "30 minutes"), ("1h", "1 hour"), ("4h", "4 hours"), ("today", "Today")];

fn words_of(way: Availability) -> (&'static str, &'static str) {
    match way {
        Availability::Auto => {
            ("As it is", "Others see when you are here, and when you touch nothing for five minutes.")
        }
        Availability::Away => ("Away", "Others see you as away, and @here does not call you."),
        Availability::Invisible => ("Invisible", "Others see you as offline, and not that you are writing."),
    }
}

/// Posts to `/settings/profile`, `/settings/picture` and `/settings/status`.
#[component]
pub fn EditProfilePage(
    /// As it is, or as it was typed.
    profile: Profile,
    /// How long the status is to last, as one of [`LASTS`] or `now`: as long as it does already.
    lasts: String,
    /// How they are seen, or as it was chosen.
    seen: Availability,
    /// What has just happened.
    #[prop(optional_no_strip)]
    notice: Option<String>,
    /// What is wrong.
    #[prop(optional_no_strip)]
    problem: Option<Problem>,
) -> impl IntoView {
    let status = profile.status.clone().unwrap_or_default();
    let has_status = !status.is_empty();
    let Status { emoji, text, until, quiet } = status;
    let clock = expect_context::<ChatState>().clock;
    let as_now = until.map(|at| ("now", format!("Until {}, as now", moment(&clock, at))));
    let choices = LASTS.map(|(value, words)| (value, words.to_owned())).into_iter().chain(as_now);
    let choices = choices.map(|(value, words)| {
        let selected = value == lasts;
        view! { <option value=value selected=selected>{words}</option> }
    });
    let choices = choices.collect_view();
    let ways = Availability::ALL.map(|way| {
        let (title, meaning) = words_of(way);
        view! { <Choice name="seen" value=way.name() checked={way == seen} title meaning /> }
    });
    let ways = ways.collect_view();
    let has_picture = profile.picture > 0;
    view! {
        <AppFrame>
            <Sheet title="Profile and status">
                <Notice text=notice />
                <FormProblem problem=problem.clone() fields=&["name", "title", "zone", "emoji", "text"] />
                <form class="sheet__form" method="post" action="/settings/status">
                    <h2 class="sheet__heading">"What you are about"</h2>
                    <div class="status-line">
                        <Field name="emoji" label="Emoji" value=emoji problem=problem.clone() most=16 optional=true />
                        <Field name="text" label="In a few words" value=text problem=problem.clone() most=100 optional=true />
                    </div>
                    <div class="field">
                        <label class="field__label" for="lasts">
                            "How long"
                        </label>
                        <select class="field__input" id="lasts" name="lasts">
                            {choices}
                        </select>
                    </div>
                    <div class="field">
                        <Choice
                            name="quiet"
                            checked=quiet
                            title="Do not disturb"
                            meaning="Others see that you would rather be left alone for a while. Nothing rings and nothing is marked; it all waits for you."
                        />
                    </div>
                    <fieldset class="field field--choices">
                        <legend class="field__label">"Whether you are here"</legend>
                        {ways}
                    </fieldset>
                    <div class="sheet__actions">
                        <button class="button button--primary" type="submit">
                            "Show it"
                        </button>
                        {has_status.then(|| view! {
                            <button class="button button--quiet" type="submit" name="clear" value="on">
                                "Take it away"
                            </button>
                        })}
                    </div>
                </form>
                <form class="sheet__form sheet__part" method="post" action="/settings/profile">
                    <h2 class="sheet__heading">"Who you are"</h2>
                    <Field name="name" label="Your name" value=profile.name.clone() problem=problem.clone() most=64 />
                    <Field
                        name="title"
                        label="What you do here"
                        help="As others would say it, like “Tide tables”. You may leave it empty."
                        value=profile.title.clone()
                        problem=problem.clone()
                        most=80
                        optional=true
                    />
                    <Field
                        name="zone"
                        label="Your time zone"
                        help="Like Europe/Lisbon: then others see what your clock shows. You may leave it empty."
                        value=profile.zone.clone()
                        problem=problem
                        most=64
                        optional=true
                    />
                    <FormEnd cancel=profile.person().path() />
                </form>
                <form class="sheet__form sheet__part" method="post" action="/settings/picture" enctype="multipart/form-data">
                    <h2 class="sheet__heading">"Your picture"</h2>
                    <div class="profile">
                        <span class="profile__face">
                            <Avatar person=profile.person() />
                        </span>
                        <div class="field">
                            <label class="field__label" for="picture">
                                "A PNG, a JPEG or a GIF"
                            </label>
                            <input class="field__file" id="picture" type="file" name="picture" accept="image/png,image/jpeg,image/gif" />
                            <p class="field__help">"The middle of it is shown, as a small square. Nothing else of it is kept."</p>
                        </div>
                    </div>
                    <div class="sheet__actions">
                        <button class="button button--primary" type="submit">
                            "Show this picture"
                        </button>
                        {has_picture.then(|| view! {
                            <button class="button button--quiet" type="submit" form="initials">
                                "Show my initials"
                            </button>
                        })}
                    </div>
                </form>
                <form id="initials" method="post" action="/settings/picture" enctype="multipart/form-data">
                    <input type="hidden" name="drop" value="on" />
                </form>
            </Sheet>
        </AppFrame>
    }
    .into_any()
}
