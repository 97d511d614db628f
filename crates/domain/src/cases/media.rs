//! What kind of file an attachment is, told by its bytes and not by its name.
//!
//! Only what people attach to a case is let in: papers, pictures, recordings. What a program could
//! run, and what a browser would show as a page, is not on the list, so it has no form here.

use crate::vocabulary;

vocabulary! {
    /// The media types of files that can be attached.
    pub enum MediaType ("media_type", open) {
        Pdf = "application/pdf" | "Dokumen PDF" | "Dokumen PDF" | "PDF document" | "°",
        Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document" | "Dokumen Word" | "Dokumen Word" | "Word document" | "°",
        Xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" | "Hamparan Excel" | "Lembar kerja Excel" | "Excel spreadsheet" | "°",
        Odt = "application/vnd.oasis.opendocument.text" | "Dokumen OpenDocument" | "Dokumen OpenDocument" | "OpenDocument text" | "°",
        Text = "text/plain" | "Teks biasa" | "Teks biasa" | "Plain text" | "°",
        Csv = "text/csv" | "Jadual CSV" | "Tabel CSV" | "CSV table" | "°",
        Jpeg = "image/jpeg" | "Gambar JPEG" | "Gambar JPEG" | "JPEG picture" | "°",
        Png = "image/png" | "Gambar PNG" | "Gambar PNG" | "PNG picture" | "°",
        Gif = "image/gif" | "Gambar GIF" | "Gambar GIF" | "GIF picture" | "°",
        Webp = "image/webp" | "Gambar WebP" | "Gambar WebP" | "WebP picture" | "°",
        Tiff = "image/tiff" | "Gambar TIFF" | "Gambar TIFF" | "TIFF picture" | "°",
        Heic = "image/heic" | "Gambar HEIC" | "Gambar HEIC" | "HEIC picture" | "°",
        Heif = "image/heif" | "Gambar HEIF" | "Gambar HEIF" | "HEIF picture" | "°",
        Mp4 = "video/mp4" | "Video MP4" | "Video MP4" | "MP4 video" | "°",
        Quicktime = "video/quicktime" | "Video QuickTime" | "Video QuickTime" | "QuickTime video" | "°",
        ThreeGpp = "video/3gpp" | "Video 3GPP" | "Video 3GPP" | "3GPP video" | "°",
        M4a = "audio/mp4" | "Rakaman suara MP4" | "Rekaman suara MP4" | "MP4 sound recording" | "°",
        Mp3 = "audio/mpeg" | "Rakaman suara MP3" | "Rekaman suara MP3" | "MP3 sound recording" | "°",
        Ogg = "audio/ogg" | "Rakaman suara Ogg" | "Rekaman suara Ogg" | "Ogg sound recording" | "°",
        Wav = "audio/wav" | "Rakaman suara WAV" | "Rekaman suara WAV" | "WAV sound recording" | "°",
    }
}

/// The form of a file, as far as its bytes tell it: several media types may share one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// PDF.
    Pdf,
    /// A Word document in a ZIP.
    Docx,
    /// An Excel spreadsheet in a ZIP.
    Xlsx,
    /// An OpenDocument text in a ZIP.
    Odt,
    /// Text in UTF-8 that is no markup and no script.
    Text,
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// GIF.
    Gif,
    /// WebP.
    Webp,
    /// TIFF.
    Tiff,
    /// A picture in ISO base media: HEIC, HEIF.
    Heif,
    /// Moving picture or sound in ISO base media; phones name it one way or the other.
    Movie,
    /// MP3.
    Mp3,
    /// Ogg.
    Ogg,
    /// WAV.
    Wav,
}

impl MediaType {
    /// The form its bytes have.
    #[must_use]
    pub const fn form(self) -> Form {
        match self {
            Self::Pdf => Form::Pdf,
            Self::Docx => Form::Docx,
            Self::Xlsx => Form::Xlsx,
            Self::Odt => Form::Odt,
            Self::Text | Self::Csv => Form::Text,
            Self::Jpeg => Form::Jpeg,
            Self::Png => Form::Png,
            Self::Gif => Form::Gif,
            Self::Webp => Form::Webp,
            Self::Tiff => Form::Tiff,
            Self::Heic | Self::Heif => Form::Heif,
            Self::Mp4 | Self::Quicktime | Self::ThreeGpp | Self::M4a => Form::Movie,
            Self::Mp3 => Form::Mp3,
            Self::Ogg => Form::Ogg,
            Self::Wav => Form::Wav,
        }
    }

    /// The end of a file name of this type.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Odt => "odt",
            Self::Text => "txt",
            Self::Csv => "csv",
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Gif => "gif",
            Self::Webp => "webp",
            Self::Tiff => "tif",
            Self::Heic => "heic",
            Self::Heif => "heif",
            Self::Mp4 => "mp4",
            Self::Quicktime => "mov",
            Self::ThreeGpp => "3gp",
            Self::M4a => "m4a",
            Self::Mp3 => "mp3",
            Self::Ogg => "ogg",
            Self::Wav => "wav",
        }
    }
}

/// How much of the beginning of a file is looked at.
pub const HEAD: usize = 64 * 1024;

/// The form that the beginning of a file shows; none for what is not let in. That a text is text
/// to its end is for [`ContentCheck`] to see.
#[must_use]
pub fn sniff(head: &[u8]) -> Option<Form> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let riff = |kind: &[u8]| starts(b"RIFF") && head.get(8..12) == Some(kind);
    if starts(b"%PDF-") {
        Some(Form::Pdf)
    } else if starts(&[0xFF, 0xD8, 0xFF]) {
        Some(Form::Jpeg)
    } else if starts(b"\x89PNG\r\n\x1a\n") {
        Some(Form::Png)
    } else if starts(b"GIF87a") || starts(b"GIF89a") {
        Some(Form::Gif)
    } else if riff(b"WEBP") {
        Some(Form::Webp)
    } else if riff(b"WAVE") {
        Some(Form::Wav)
    } else if starts(b"II*\0") || starts(b"MM\0*") {
        Some(Form::Tiff)
    } else if head.get(4..8) == Some(b"ftyp") {
        brand(head.get(8..12)?)
    } else if starts(b"ID3") || is_mp3_frame(head) {
        Some(Form::Mp3)
    } else if starts(b"OggS") {
        Some(Form::Ogg)
    } else if starts(b"PK\x03\x04") {
        archive(head)
    } else {
        text(head)
    }
}

fn brand(brand: &[u8]) -> Option<Form> {
    const PICTURES: [&[u8]; 7] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1",
    ];
    const MOVIES: [&[u8]; 10] = [
        b"iso", b"mp4", b"avc1", b"MSNV", b"dash", b"qt  ", b"3gp", b"3g2", b"M4A", b"M4V",
    ];
    if PICTURES.contains(&brand) {
        Some(Form::Heif)
    } else {
        let movie = MOVIES.iter().any(|known| brand.starts_with(known));
        movie.then_some(Form::Movie)
    }
}

/// The head of an MPEG audio frame of layer III with a bit rate and a sampling rate that exist.
fn is_mp3_frame(head: &[u8]) -> bool {
    let &[0xFF, second, third, ..] = head else {
        return false;
    };
    let (version, layer) = ((second >> 3) & 3, (second >> 1) & 3);
    let (bits, sampling) = (third >> 4, (third >> 2) & 3);
    second >> 5 == 7 && version != 1 && layer == 1 && !matches!(bits, 0 | 15) && sampling != 3
}

/// What a ZIP holds, by the names of the first things in it.
fn archive(head: &[u8]) -> Option<Form> {
    let odt = head.get(30..38) == Some(b"mimetype")
        && head
            .get(38..)
            .is_some_and(|it| it.starts_with(b"application/vnd.oasis.opendocument.text"));
    if odt {
        return Some(Form::Odt);
    }
    let mut rest = head;
    while let Some(at) = rest.windows(4).position(|four| four == b"PK\x03\x04") {
        let entry = &rest[at..];
        let length = entry
            .get(26..28)
            .map(|two| usize::from(u16::from_le_bytes([two[0], two[1]])))?;
        let name = entry.get(30..30 + length)?;
        if name.starts_with(b"word/") {
            return Some(Form::Docx);
        }
        if name.starts_with(b"xl/") {
            return Some(Form::Xlsx);
        }
        rest = &entry[4..];
    }
    None
}

/// Text that is neither markup, which a browser might show, nor a script.
fn text(head: &[u8]) -> Option<Form> {
    let body = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let first = body.trim_ascii_start();
    let page = first.starts_with(b"<") || body.starts_with(b"#!") || body.starts_with(b"%!");
    (!page && head.iter().all(|&byte| is_written(byte))).then_some(Form::Text)
}

/// No control character but those of plain text.
const fn is_written(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7F || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C)
}

/// The content is not what was declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mismatch;

/// Holds content against the declared type while it comes, in pieces of any size.
#[derive(Debug)]
pub struct ContentCheck {
    declared: MediaType,
    head: Vec<u8>,
    known: bool,
    /// The begun character at the end of the last piece of a text.
    begun: Vec<u8>,
}

impl ContentCheck {
    /// For content declared as this.
    #[must_use]
    pub const fn new(declared: MediaType) -> Self {
        Self {
            declared,
            head: Vec::new(),
            known: false,
            begun: Vec::new(),
        }
    }

    /// The next piece.
    ///
    /// # Errors
    /// As soon as it cannot be what was declared.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), Mismatch> {
        if !self.known {
            let wanted = HEAD.saturating_sub(self.head.len()).min(piece.len());
            self.head.extend_from_slice(&piece[..wanted]);
            if self.head.len() == HEAD {
                self.judge()?;
            }
        }
        match self.declared.form() {
            Form::Text => self.read(piece),
            Form::Pdf | Form::Docx | Form::Xlsx | Form::Odt => Ok(()),
            Form::Jpeg | Form::Png | Form::Gif | Form::Webp | Form::Tiff | Form::Heif => Ok(()),
            Form::Movie | Form::Mp3 | Form::Ogg | Form::Wav => Ok(()),
        }
    }

    /// There is no more.
    ///
    /// # Errors
    /// When it is not what was declared.
    pub fn finish(mut self) -> Result<(), Mismatch> {
        if !self.known {
            self.judge()?;
        }
        self.begun.is_empty().then_some(()).ok_or(Mismatch)
    }

    fn judge(&mut self) -> Result<(), Mismatch> {
        self.known = true;
        let found = sniff(&std::mem::take(&mut self.head));
        (found == Some(self.declared.form()))
            .then_some(())
            .ok_or(Mismatch)
    }

    /// Every piece of a text is UTF-8 without control characters; a character may be cut in two.
    fn read(&mut self, piece: &[u8]) -> Result<(), Mismatch> {
        let mut whole = std::mem::take(&mut self.begun);
        whole.extend_from_slice(piece);
        let valid = match std::str::from_utf8(&whole) {
            Ok(_) => whole.len(),
            Err(fault) if fault.error_len().is_none() => fault.valid_up_to(),
            Err(_) => return Err(Mismatch),
        };
        self.begun = whole.split_off(valid);
        let written = whole.iter().all(|&byte| is_written(byte));
        written.then_some(()).ok_or(Mismatch)
    }
}
