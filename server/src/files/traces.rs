//! What a camera or a program writes into a picture beside the picture: place, time and device, a name, an earlier version,
//! a film that goes with it. Who shows a picture does not mean to tell all that, so nothing of it is kept. What says how the
//! picture looks stays as it is: every pixel, its colours, and which way up it is.

use std::iter::successors;

use bytes::{Bytes, BytesMut};
use image::metadata::Orientation;
use img_parts::jpeg::{Jpeg, JpegSegment, markers};
use img_parts::png::Png;
use img_parts::riff::{RiffChunk, RiffContent};
use img_parts::webp::{self, WebP};
use img_parts::{Error, ImageEXIF};

/// Chunks of a PNG that say how it looks, beside those without which it is none (PNG, third edition, 11.3).
const PNG: [&[u8; 4]; 16] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs",
    b"sPLT", b"acTL", b"fcTL", b"fdAT",
];

/// Chunks of a WebP that say how it looks (RFC 9649, 2.7).
const WEBP: [[u8; 4]; 7] = [
    webp::CHUNK_VP8X,
    webp::CHUNK_ICCP,
    webp::CHUNK_ANIM,
    webp::CHUNK_ANMF,
    webp::CHUNK_ALPH,
    webp::CHUNK_VP8,
    webp::CHUNK_VP8L,
];

/// In the flags of a WebP: that it has XMP.
const HAS_XMP: u8 = 0b100;

/// What is left of a picture.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Left {
    /// All of it: there were no traces, or it is of a kind in which they are not looked for.
    Everything,
    /// This.
    Bytes(Bytes),
}

/// The picture without traces. `None`: it is built in no way that is known.
pub(super) fn without(bytes: &Bytes, mime: &str) -> Option<Left> {
    let bare = match mime {
        "image/jpeg" => jpeg,
        "image/png" => png,
        "image/webp" => webp,
        _ => return Some(Left::Everything),
    };
    if parts(bytes, mime).nth(PARTS).is_some() {
        return None;
    }
    let bare = bare(bytes.clone()).ok()?;
    Some(if bare == *bytes { Left::Everything } else { Left::Bytes(bare) })
}

/// More parts than any picture has that is not made to take memory: each costs some, however small it is.
const PARTS: usize = 65_536;

/// Where the parts of a picture begin that its reader holds in memory; of one that makes no sense, some of them.
fn parts<'a>(bytes: &'a [u8], mime: &str) -> Box<dyn Iterator<Item = usize> + 'a> {
    let number = |at: usize, length: usize| bytes.get(at..at + length);
    let big =
        move |at, length| number(at, length).map(|part| part.iter().fold(0, |n, byte| n << 8 | usize::from(*byte)));
    let little = move |at, length| {
        number(at, length).map(|part| part.iter().rev().fold(0, |n, byte| n << 8 | usize::from(*byte)))
    };
    match mime {
        "image/png" => Box::new(successors(Some(8), move |at| Some(at + 12 + big(*at, 4)?))),
        "image/webp" => Box::new(successors(Some(12), move |at| Some(at + 8 + little(at + 4, 4)?.next_multiple_of(2)))),
        // Whatever stands between the parts of a JPEG is passed over.
        _ => Box::new(successors(Some(2), move |at| match (bytes.get(*at)?, bytes.get(at + 1)?) {
            (&markers::P, &(markers::EOI | markers::SOS)) => None,
            (&markers::P, &marker)
                if !matches!(marker, markers::P | markers::Z | TEM | markers::RST0..=markers::SOI) =>
            {
                Some(at + 2 + big(at + 2, 2)?)
            }
            _ => Some(at + 1),
        })),
    }
}

fn jpeg(bytes: Bytes) -> Result<Bytes, Error> {
    let mut picture = Jpeg::from_bytes(bytes)?;
    let turned = turned(&picture);
    let kept = picture.segments().iter().filter_map(|segment| {
        if segment.marker() == markers::SOS {
            let behind = segment.clone().encoder().bytes().slice(segment.len()..);
            return Some(JpegSegment::new_with_entropy(
                markers::SOS,
                segment.contents().clone(),
                scans(&behind).into(),
            ));
        }
        let contents = segment.contents();
        let contents: Option<Bytes> = match segment.marker() {
            // An earlier version may stand in it, as a small copy (JFIF 1.02): so many pixels wide and high.
            markers::APP0 if contents.len() >= JFIF => {
                contents.starts_with(b"JFIF\0").then(|| [&contents[..JFIF - 2], [0, 0].as_slice()].concat().into())
            }
            markers::APP2 => contents.starts_with(b"ICC_PROFILE\0").then(|| contents.clone()),
            markers::APP14 => contents.starts_with(b"Adobe").then(|| contents.slice(..contents.len().min(ADOBE))),
            markers::APP0..=markers::APP15 | markers::COM => None,
            _ => Some(contents.clone()),
        };
        Some(JpegSegment::new_with_contents(segment.marker(), contents?))
    });
    *picture.segments_mut() = kept.collect();
    picture.set_exif(turned);
    Ok(picture.encoder().bytes())
}

/// Bytes of what says that it is a JFIF, and of what says how Adobe made its colours, without anything behind.
const JFIF: usize = 14;
const ADOBE: usize = 12;

/// The scans of a JPEG to its end, which stands there also where they were cut off: without what is told between them,
/// and without what lies behind (ITU-T T.81, B.1.1).
fn scans(all: &[u8]) -> Vec<u8> {
    let mut kept = Vec::with_capacity(all.len());
    let (mut from, mut at) = (0, 0);
    let end = loop {
        let Some(mark) = all[at..].iter().position(|byte| *byte == markers::P).map(|found| at + found) else {
            break all.len();
        };
        at = match (all.get(mark + 1), all.get(mark + 2..mark + 4)) {
            // Fill.
            (Some(&markers::P), _) => mark + 1,
            // A byte of the picture, or a mark with nothing behind it.
            (Some(&(markers::Z | TEM | markers::RST0..=markers::RST7)), _) => mark + 2,
            (Some(&marker), Some(&[high, low])) if !matches!(marker, markers::SOI | markers::EOI) => {
                let next = (mark + 2 + usize::from(u16::from_be_bytes([high, low]))).min(all.len());
                if matches!(marker, markers::APP0..=markers::APP15 | markers::COM) {
                    kept.extend_from_slice(&all[from..mark]);
                    from = next;
                }
                next
            }
            _ => break mark,
        };
    };
    kept.extend_from_slice(&all[from..end.max(from)]);
    kept.extend_from_slice(&[markers::P, markers::EOI]);
    kept
}

/// Stands alone, of what arithmetic coding uses.
const TEM: u8 = 0x01;

fn png(bytes: Bytes) -> Result<Bytes, Error> {
    let mut picture = Png::from_bytes(bytes)?;
    let turned = turned(&picture);
    picture.chunks_mut().retain(|chunk| chunk.kind()[0].is_ascii_uppercase() || PNG.contains(&&chunk.kind()));
    picture.set_exif(turned);
    Ok(picture.encoder().bytes())
}

fn webp(bytes: Bytes) -> Result<Bytes, Error> {
    let mut picture = WebP::from_bytes(bytes)?;
    let turned = turned(&picture);
    picture.chunks_mut().retain(|chunk| WEBP.contains(&chunk.id()));
    picture.set_exif(turned);
    let head = picture.chunks_mut().iter_mut().find(|chunk| chunk.id() == webp::CHUNK_VP8X);
    if let Some(RiffContent::Data(flags)) = head.map(RiffChunk::content_mut) {
        let mut all = BytesMut::from(&flags[..]);
        if let Some(first) = all.first_mut() {
            *first &= !HAS_XMP;
        }
        *flags = all.freeze();
    }
    Ok(picture.encoder().bytes())
}

/// An EXIF that says how the picture is to be turned, and nothing else; nothing where it stands as it is.
fn turned(picture: &impl ImageEXIF) -> Option<Bytes> {
    let way = Orientation::from_exif_chunk(&picture.exif()?).filter(|way| *way != Orientation::NoTransforms)?;
    // One directory with one entry: tag 0x0112, a short (Exif 3.0, 4.6.2).
    let mut exif = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
    exif[19] = way.to_exif();
    Some(Bytes::copy_from_slice(&exif))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scans_of_a_jpeg_end_where_the_last_does_and_have_nothing_between() {
        let bare = b"\x01\xff\0\xff\xd3\xff\xff\xc4\0\x04\xff\xd9\x02\xff\xda\0\x02\x03\xff\xd9";
        assert_eq!(scans(bare), bare);
        assert_eq!(scans(&[bare, b"and more\xff\xd9".as_slice()].concat()), bare);
        let told = [&bare[..5], b"\xff\xfe\0\x06told", b"\xff\xe1\0\x06\xff\xd9\xff\xd8", &bare[5..]].concat();
        assert_eq!(scans(&told), bare);
        // What was cut off is ended; whatever it was, nothing is read beyond it.
        assert_eq!(scans(&bare[..bare.len() - 2]), bare);
        for cut in 0..told.len() {
            assert!(scans(&told[..cut]).ends_with(b"\xff\xd9"));
        }
        assert_eq!(scans(b"\x01\xff\xfe\xff\xff\x02"), b"\x01\xff\xd9");
    }

    #[test]
    fn nobody_takes_memory_by_the_number_of_parts() {
        let of = |begin: &[u8], part: &[u8]| Bytes::from([begin, &part.repeat(PARTS + 1)].concat());
        for (mime, begin, part) in [
            ("image/jpeg", b"\xff\xd8".as_slice(), b"\xff\xdb\0\x02".as_slice()),
            ("image/png", b"\x89PNG\r\n\x1a\n", b"\0\0\0\0IDAT\x35\xaf\x06\x1e"),
            ("image/webp", b"RIFF\0\0\0\0WEBP", b"ANMF\0\0\0\0"),
        ] {
            let bytes = of(begin, part);
            assert!(parts(&bytes, mime).count() > PARTS, "{mime}");
            assert_eq!(without(&bytes, mime), None, "{mime}");
        }
    }
}
