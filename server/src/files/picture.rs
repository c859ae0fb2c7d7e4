//! Pictures: how large they are, and a small copy. Only three formats are ever decoded, and none that says it is huge; of a
//! WebP only the size is read, since what decodes it holds itself to no bound.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgba, RgbaImage};

/// Pixels of a side, and in all, that are decoded at most.
const SIDE: u32 = 8_192;
const PIXELS: u64 = 40_000_000;

/// Bytes that the pixels, and decoding them, may take.
const DECODED: u64 = 192 * 1_024 * 1_024;
const MEMORY: u64 = 256 * 1_024 * 1_024;

/// The box that a small copy fits into.
const WIDTH: u32 = 960;
const HEIGHT: u32 = 720;

/// A picture that fits the box and has no more bytes than this needs no small copy.
const LIGHT: usize = 160 * 1_024;

const QUALITY: u8 = 82;

/// Pixels of a side of a face.
const FACE: u32 = 192;

/// What was found.
pub(super) struct Picture {
    pub(super) width: u32,
    pub(super) height: u32,
    /// A JPEG, or a PNG where it is not opaque; nothing where the picture itself is small.
    pub(super) preview: Option<Vec<u8>>,
}

/// Looks at a picture of a type that was found in its bytes; `None`: it cannot be read, or is too large.
pub(super) fn look(bytes: &[u8], mime: &str) -> Option<Picture> {
    if mime == "image/webp" {
        let (width, height) = webp(bytes).filter(|size| is_sound(*size))?;
        return Some(Picture { width, height, preview: None });
    }
    let (picture, turned) = decoded(bytes, mime)?;
    let (width, height) = (picture.width(), picture.height());
    let is_turned = matches!(
        turned,
        Orientation::Rotate90 | Orientation::Rotate270 | Orientation::Rotate90FlipH | Orientation::Rotate270FlipH
    );
    let (box_width, box_height) = if is_turned { (HEIGHT, WIDTH) } else { (WIDTH, HEIGHT) };
    let fits = width <= box_width && height <= box_height;
    let preview = if fits && bytes.len() <= LIGHT {
        None
    } else {
        let mut small = if fits { picture } else { picture.resize(box_width, box_height, FilterType::Triangle) };
        small.apply_orientation(turned);
        Some(written(&small)?)
    };
    let (width, height) = if is_turned { (height, width) } else { (width, height) };
    Some(Picture { width, height, preview })
}

/// A small square of a picture, as a JPEG.
pub(super) fn face(bytes: &[u8], mime: &str) -> Option<Vec<u8>> {
    let (picture, turned) = decoded(bytes, mime)?;
    // The square comes first: what is long and thin would be enormous at this height.
    let (width, height) = (picture.width(), picture.height());
    let side = width.min(height);
    let square = picture.crop_imm((width - side) / 2, (height - side) / 2, side, side);
    let mut face = square.resize_exact(FACE, FACE, FilterType::Triangle);
    face.apply_orientation(turned);
    // What is not opaque lies on white.
    let (face, mut paper) = (face.to_rgba8(), RgbaImage::from_pixel(FACE, FACE, Rgba([u8::MAX; 4])));
    image::imageops::overlay(&mut paper, &face, 0, 0);
    let mut bytes = Cursor::new(Vec::new());
    let face = DynamicImage::ImageRgba8(paper).to_rgb8();
    face.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).ok()?;
    Some(bytes.into_inner())
}

/// The pixels, and how they have to be turned.
fn decoded(bytes: &[u8], mime: &str) -> Option<(DynamicImage, Orientation)> {
    let format = match mime {
        "image/png" => ImageFormat::Png,
        "image/jpeg" => ImageFormat::Jpeg,
        "image/gif" => ImageFormat::Gif,
        _ => return None,
    };
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height, limits.max_alloc) = (Some(SIDE), Some(SIDE), Some(MEMORY));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().ok()?;
    if !is_sound(decoder.dimensions()) || decoder.total_bytes() > DECODED {
        return None;
    }
    let turned = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    Some((DynamicImage::from_decoder(decoder).ok()?, turned))
}

fn is_sound((width, height): (u32, u32)) -> bool {
    let pixels = u64::from(width) * u64::from(height);
    width <= SIDE && height <= SIDE && (1..=PIXELS).contains(&pixels)
}

/// Width and height of a WebP, by the head of its first chunk (RFC 9649, 2.5 to 2.7).
fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    let at = |start: usize, length: usize| {
        let bytes = bytes.get(start..start + length)?;
        Some(bytes.iter().rev().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)))
    };
    match bytes.get(12..16)? {
        b"VP8X" => Some((at(24, 3)? + 1, at(27, 3)? + 1)),
        b"VP8 " => Some((at(26, 2)? & 0x3FFF, at(28, 2)? & 0x3FFF)),
        b"VP8L" => {
            let bits = at(21, 4)?;
            Some(((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))
        }
        _ => None,
    }
}

fn written(small: &DynamicImage) -> Option<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    if small.color().has_alpha() && small.to_rgba8().pixels().any(|pixel| pixel.0[3] < u8::MAX) {
        DynamicImage::ImageRgba8(small.to_rgba8()).write_to(&mut bytes, ImageFormat::Png).ok()?;
    } else {
        small.to_rgb8().write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, QUALITY)).ok()?;
    }
    Some(bytes.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_face_of_any_shape_is_a_small_square() {
        for (width, height) in [(1, 1), (SIDE, 1), (1, SIDE), (30, 600), (FACE, FACE)] {
            let mut bytes = Cursor::new(Vec::new());
            DynamicImage::new_rgba8(width, height).write_to(&mut bytes, ImageFormat::Png).unwrap();
            let face = face(bytes.get_ref(), "image/png").unwrap();
            let face = image::load_from_memory_with_format(&face, ImageFormat::Jpeg).unwrap();
            assert_eq!((face.width(), face.height()), (FACE, FACE), "of {width}×{height}");
        }
    }
}
