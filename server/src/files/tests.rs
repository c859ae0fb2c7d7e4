//! What is kept is what came, once; what it is stands in its bytes.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use image::{DynamicImage, ImageFormat};
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::{Png, PngChunk};
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::{self, WebP};
use img_parts::{ImageEXIF as _, ImageICC as _};

use super::*;

fn files(data: &Path) -> Files {
    Files::in_folder(data, FileLimits { each: 1_000_000, ..FileLimits::default() }).unwrap()
}

fn body(bytes: &[u8]) -> impl futures_util::Stream<Item = Result<Bytes, Infallible>> + use<> {
    let parts: Vec<_> = bytes.chunks(1_000).map(|part| Ok(Bytes::copy_from_slice(part))).collect();
    stream::iter(parts)
}

async fn kept(files: &Files, name: &str, bytes: &[u8]) -> Blob {
    let incoming = files.receive(body(bytes)).await.unwrap().named(name);
    files.keep(&incoming).await.unwrap()
}

async fn read(files: &Files, hash: &Hash, part: Part, range: Option<Range<u64>>) -> Vec<u8> {
    let parts: Vec<_> = files.open(hash, part, range).await.unwrap().collect().await;
    parts.into_iter().flat_map(|part| part.unwrap().to_vec()).collect()
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let dots = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
    DynamicImage::ImageRgb8(dots).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

#[tokio::test]
async fn bytes_are_kept_once_read_in_part_and_let_go_of() {
    let data = tempfile::tempdir().unwrap();
    let files = files(data.path());
    let bytes: Vec<u8> = (0..100_000_u32).flat_map(u32::to_le_bytes).collect();
    let (one, two) = (kept(&files, "a.bin", &bytes).await, kept(&files, "b.bin", &bytes).await);
    assert_eq!((one.clone(), one.kind, one.size), (two, MediaKind::Other, 400_000));
    assert_eq!(read(&files, &one.hash, Part::Whole, None).await, bytes);
    assert_eq!(read(&files, &one.hash, Part::Whole, Some(399_990..400_000)).await, bytes[399_990..]);
    assert_eq!(std::fs::read_dir(data.path().join("incoming")).unwrap().count(), 0, "nothing is left behind");
    files.remove(&one.hash).await.unwrap();
    files.remove(&one.hash).await.unwrap();
    assert!(matches!(files.open(&one.hash, Part::Whole, None).await, Err(FilesError::Missing)));
}

#[tokio::test]
async fn what_is_too_large_empty_or_broken_leaves_nothing() {
    let data = tempfile::tempdir().unwrap();
    let files = files(data.path());
    assert!(matches!(files.receive(body(&vec![7; 1_000_001])).await, Err(FilesError::TooLarge)));
    assert!(matches!(files.receive(body(&[])).await, Err(FilesError::Empty)));
    let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err(std::io::Error::other("the line broke"))]);
    assert!(matches!(files.receive(broken).await, Err(FilesError::Broken(_))));
    assert_eq!(std::fs::read_dir(data.path().join("incoming")).unwrap().count(), 0);
    std::fs::write(data.path().join("incoming/old"), b"of an earlier process").unwrap();
    Files::in_folder(data.path(), FileLimits::default()).unwrap();
    assert_eq!(std::fs::read_dir(data.path().join("incoming")).unwrap().count(), 0);
}

#[tokio::test]
async fn a_large_picture_has_a_small_copy_of_its_shape() {
    let data = tempfile::tempdir().unwrap();
    let files = files(data.path());
    let blob = kept(&files, "wide.jpg", &picture(2_400, 600, ImageFormat::Jpeg)).await;
    assert_eq!((blob.kind, blob.pixels, blob.has_preview), (MediaKind::Picture, Some((2_400, 600)), true));
    let small = image::load_from_memory(&read(&files, &blob.hash, Part::Preview, None).await).unwrap();
    assert_eq!((small.width(), small.height()), (960, 240));
    // Of a WebP the size is read, and nothing else: an EXIF chunk that says it is enormous is never looked at.
    let mut webp = picture(300, 200, ImageFormat::WebP);
    webp.extend(b"EXIF\xf0\xff\xff\xff");
    let blob = kept(&files, "a.webp", &webp).await;
    assert_eq!((blob.mime, blob.pixels, blob.has_preview), ("image/webp", Some((300, 200)), false));
    let blob = kept(&files, "dot.png", &picture(20, 10, ImageFormat::Png)).await;
    assert_eq!((blob.mime, blob.pixels, blob.has_preview), ("image/png", Some((20, 10)), false));
}

#[tokio::test]
async fn what_a_file_is_stands_in_its_bytes() {
    let data = tempfile::tempdir().unwrap();
    let files = files(data.path());
    let mut broken = picture(40, 40, ImageFormat::Png);
    broken.truncate(60);
    // One that says it is huge: 30,000 pixels a side in the header of a small file.
    let mut huge = picture(2, 2, ImageFormat::Png);
    huge[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
    let cases: [(&str, &[u8], MediaKind); 14] = [
        ("notes.exe", b"fn main() {}\n", MediaKind::Text),
        ("tide.rs", "let tide = \"größer\";".as_bytes(), MediaKind::Text),
        ("picture.png", b"<svg onload=alert(1)>", MediaKind::Other),
        ("page.txt", b"  <!DOCTYPE html><script>alert(1)</script>", MediaKind::Other),
        ("page.html", b"just words", MediaKind::Other),
        ("drawing.svg", b"<g/>", MediaKind::Other),
        ("broken.png", &broken, MediaKind::Other),
        ("huge.png", &huge, MediaKind::Other),
        ("null.txt", b"words\0more", MediaKind::Other),
        ("paper.pdf", b"%PDF-1.7 \n", MediaKind::Other),
        ("run.sh", b"#!/bin/sh\nexit 0\n", MediaKind::Text),
        ("bm.txt", b"BM, GI and MZ are only letters", MediaKind::Text),
        ("sound.txt", b"ID3\x03\0\0\0\0\0\0", MediaKind::Audio),
        ("film.bin", b"\x1a\x45\xdf\xa3\x93\x42\x82\x88matroska", MediaKind::Other),
    ];
    for (name, bytes, kind) in cases {
        let blob = kept(&files, name, bytes).await;
        assert_eq!(blob.kind, kind, "{name} is {}", blob.mime);
        let is_inline = kind != MediaKind::Other;
        assert_eq!(is_inline, blob.mime != media::UNKNOWN && blob.mime != "application/pdf", "{name}: {}", blob.mime);
    }
    let blob = kept(&files, "long.txt", "line\r\n".repeat(400).as_bytes()).await;
    assert_eq!(blob.beginning.unwrap().lines().count(), 12);
}

const SECRET: &[u8] = b"51.4778 N, 0.0015 W";

/// A picture of 30 by 20 that has to be turned by a quarter, with much beside it.
fn with_traces(format: ImageFormat) -> Vec<u8> {
    let bytes = Bytes::from(picture(30, 20, format));
    let secret = Bytes::from_static(SECRET);
    let exif = Bytes::from([b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0", SECRET].concat());
    let colours = Some(Bytes::from_static(b"colours"));
    let mut all = match format {
        ImageFormat::Jpeg => {
            let mut jpeg = Jpeg::from_bytes(bytes).unwrap();
            for marker in [markers::APP1, markers::APP13, markers::COM] {
                jpeg.segments_mut().insert(1, JpegSegment::new_with_contents(marker, secret.clone()));
            }
            let more = Bytes::from([b"MPF\0", SECRET].concat());
            jpeg.segments_mut().insert(1, JpegSegment::new_with_contents(markers::APP2, more));
            let jfif = [b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x06", SECRET].concat();
            jpeg.segments_mut().retain(|segment| segment.marker() != markers::APP0);
            jpeg.segments_mut().insert(0, JpegSegment::new_with_contents(markers::APP0, jfif.into()));
            jpeg.set_exif(Some(exif));
            jpeg.set_icc_profile(colours);
            jpeg.encoder().bytes().to_vec()
        }
        ImageFormat::Png => {
            let mut png = Png::from_bytes(bytes).unwrap();
            for kind in [*b"tEXt", *b"iTXt", *b"caBX"] {
                png.chunks_mut().insert(1, PngChunk::new(kind, secret.clone()));
            }
            png.set_exif(Some(exif));
            png.set_icc_profile(colours);
            png.encoder().bytes().to_vec()
        }
        _ => {
            let mut webp = WebP::from_bytes(bytes).unwrap();
            webp.chunks_mut().push(RiffChunk::new(webp::CHUNK_XMP, RiffContent::Data(secret)));
            webp.set_exif(Some(exif));
            webp.set_icc_profile(colours);
            webp.encoder().bytes().to_vec()
        }
    };
    // A film behind it, as some phones have it.
    all.extend(SECRET);
    all
}

#[tokio::test]
async fn nothing_is_kept_that_a_picture_tells_beside_itself() {
    let data = tempfile::tempdir().unwrap();
    let files = files(data.path());
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let all = with_traces(format);
        let told = |bytes: &[u8]| bytes.windows(SECRET.len()).filter(|part| *part == SECRET).count();
        assert!(told(&all) >= 3, "{format:?}");
        let blob = kept(&files, "photo", &all).await;
        let bare = read(&files, &blob.hash, Part::Whole, None).await;
        assert_eq!((told(&bare), blob.size), (0, bare.len() as u64), "{format:?}");
        let parts = img_parts::DynImage::from_bytes(bare.clone().into()).unwrap().unwrap();
        assert_eq!(parts.icc_profile().as_deref(), Some(&b"colours"[..]), "{format:?} keeps its colours");
        assert_eq!(parts.exif().map(|exif| exif.len()), Some(26), "{format:?} is turned, and says nothing else");
        let pixels = |bytes: &[u8]| image::load_from_memory_with_format(bytes, format).unwrap().into_bytes();
        assert_eq!(pixels(&bare), pixels(&picture(30, 20, format)), "{format:?}");
        // Of a WebP only the head is read, which knows nothing of turning.
        let shown = if format == ImageFormat::WebP { (30, 20) } else { (20, 30) };
        assert_eq!((blob.kind, blob.pixels), (MediaKind::Picture, Some(shown)), "{format:?}");
        assert_eq!(kept(&files, "photo", &bare).await.hash, blob.hash, "{format:?}: what is bare is kept as it is");
        let plain = picture(30, 20, format);
        assert_eq!(kept(&files, "photo", &plain).await.hash, hash(&plain), "{format:?}");
    }
}

#[tokio::test]
async fn a_picture_that_is_shown_and_not_understood_is_not_taken() {
    let data = tempfile::tempdir().unwrap();
    let files = files(data.path());
    // Others read on where the sum of a part that is not needed is wrong.
    let mut png = with_traces(ImageFormat::Png);
    let text = png.windows(4).position(|part| part == b"tEXt").unwrap();
    png[text + 4 + SECRET.len()] ^= 1;
    let mut webp = with_traces(ImageFormat::WebP);
    webp.truncate(webp.len() - SECRET.len() - 2);
    for (name, bytes) in [("sum.png", png), ("short.webp", webp)] {
        let incoming = files.receive(body(&bytes)).await.unwrap().named(name);
        let outcome = files.keep(&incoming).await.map(|blob| (blob.kind, blob.mime));
        assert!(matches!(outcome, Err(FilesError::Damaged)), "{name}: {outcome:?}");
    }
    // Of a JPEG that was cut off, what is there is shown.
    let jpeg = with_traces(ImageFormat::Jpeg);
    let blob = kept(&files, "short.jpg", &jpeg[..jpeg.len() - SECRET.len() - 9]).await;
    let bare = read(&files, &blob.hash, Part::Whole, None).await;
    assert!(blob.kind == MediaKind::Picture && !bare.windows(SECRET.len()).any(|part| part == SECRET));
}
