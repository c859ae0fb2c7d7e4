//! Pictures, sound and film: what they are stands in their bytes, and they are sent as a browser plays them.

use app::domain::MediaKind;
use image::{DynamicImage, ImageFormat, RgbImage};
use reqwest::Method;

use crate::files::{brought, with};
use crate::world::World;

/// A second of silence.
fn sound() -> Vec<u8> {
    let mut wav = Vec::from(
        *b"RIFF\x64\x1f\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x40\x1f\0\0",
    );
    wav.resize(wav.len() + 8_000, 0x80);
    wav
}

/// The beginning of a film, and room for the rest.
fn film() -> Vec<u8> {
    let mut mp4 = Vec::from(*b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom");
    mp4.resize(5_000, 0);
    mp4
}

#[tokio::test]
async fn sound_and_film_are_played_and_sent_in_part() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    bo.opens(room).await;
    for (name, bytes, kind, mime, element) in [
        ("waves.bin", sound(), MediaKind::Audio, "audio/wav", "<audio"),
        ("seals.bin", film(), MediaKind::Video, "video/mp4", "<video"),
    ] {
        let file = brought(&mut ada, room, name, &bytes).await;
        assert_eq!(file.kind, kind, "{name}");
        let no = ada.does(&with(room, "", &[file.id])).await.no;
        let shown = bo.until(name, |s| s.room(room).messages.iter().find(|message| message.no == no).cloned()).await;
        assert_eq!(shown.files, std::slice::from_ref(&file));
        let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
        assert!(page.text().contains(element) && page.text().contains(&file.path()), "{}", page.text());
        let part = bo.browser.request(Method::GET, &file.path()).header("range", "bytes=40-1039");
        let answer = bo.browser.send(part).await.is(206);
        assert_eq!((answer.header("content-type"), answer.body.as_slice()), (Some(mime), &bytes[40..1_040]));
        assert_eq!(answer.header("accept-ranges"), Some("bytes"));
        assert!(answer.header("content-disposition").unwrap().starts_with("inline"));
    }
}

#[tokio::test]
async fn a_large_picture_is_first_sent_small() {
    let world = World::begin().await;
    let (mut ada, mut bo) = world.two().await;
    let mut cy = world.member(&mut ada, "Cy").await;
    let room = world.room("Harbour", &mut ada, &mut [&mut bo]).await;
    ada.opens(room).await;
    let mut bytes = std::io::Cursor::new(Vec::new());
    let dots = RgbImage::from_fn(1_920, 480, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
    DynamicImage::ImageRgb8(dots).write_to(&mut bytes, ImageFormat::Png).unwrap();
    let file = brought(&mut ada, room, "wide.png", bytes.get_ref()).await;
    ada.does(&with(room, "", &[file.id])).await;
    let small = format!("/previews/{}", file.id);
    let page = bo.browser.get(&format!("/r/{room}")).await.is(200);
    assert!(page.text().contains(&format!("src=\"{small}\"")) && page.text().contains(&file.path()));
    let answer = bo.browser.get(&small).await.is(200);
    let picture = image::load_from_memory(&answer.body).unwrap();
    assert_eq!((picture.width(), picture.height()), (960, 240));
    assert!(answer.body.len() < bytes.get_ref().len() / 2);
    assert_eq!(cy.browser.get(&small).await.status, 404, "it is there for whom the picture is");
}
