//! Pictures are written without what cameras and editors note in them, in every output.

use std::fmt::Write as _;
use std::io::Cursor;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::{DynamicImage, ImageFormat, RgbImage};

use crate::marks::marks_in;
use crate::support::{Publication, brief, files};

/// A picture that is twice as wide as it is high.
fn plain(format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture =
        RgbImage::from_fn(64, 32, |x, y| image::Rgb([u8::try_from(x * y % 251).unwrap(), 90, 60]));
    DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Exif data that say that the camera was held upright, and a mark.
fn exif(mark: &str) -> Vec<u8> {
    let mut data = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    data.extend_from_slice(mark.as_bytes());
    data
}

fn jpeg() -> Vec<u8> {
    let plain = plain(ImageFormat::Jpeg);
    let segment = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).unwrap().to_be_bytes();
        [&[0xFF, marker], &length[..], data].concat()
    };
    let parts = [
        &plain[..2],
        &segment(0xE0, b"JFIF\0\x01\x02\0\0\x48\0\x48\x02\x01zqx0101q-as-preview"),
        &segment(0xE0, b"JFXX\0\x10zqx0102q"),
        &segment(0xE1, &[b"Exif\0\0".to_vec(), exif("zqx0103q")].concat()),
        &segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>zqx0104q</x:xmpmeta>"),
        &segment(0xED, b"Photoshop 3.0\08BIM\x04\x04zqx0105q"),
        &segment(0xE2, b"MPF\0zqx0106q"),
        &segment(0xEC, b"Ducky zqx0107q"),
        &segment(0xFE, b"zqx0108q"),
        &plain[2..],
        b"zqx0109q behind the end\xFF\xD9",
    ];
    parts.concat()
}

fn png() -> Vec<u8> {
    let plain = plain(ImageFormat::Png);
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let mut sum = flate2::Crc::new();
        sum.update(name);
        sum.update(data);
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], name, data, &sum.sum().to_be_bytes()].concat()
    };
    let mut packed = flate2::read::ZlibEncoder::new(&b"zqx0204q"[..], flate2::Compression::none());
    let mut text = b"Comment\0\0".to_vec();
    std::io::Read::read_to_end(&mut packed, &mut text).unwrap();
    let parts = [
        &plain[..33],
        &chunk(b"tEXt", b"Author\0zqx0201q"),
        &chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0zqx0202q"),
        &chunk(b"eXIf", &exif("zqx0203q")),
        &chunk(b"zTXt", &text),
        &chunk(b"tIME", b"zqx205q"),
        &chunk(b"prVw", b"zqx0206q"),
        &plain[33..],
        b"zqx0207q",
    ];
    parts.concat()
}

fn webp() -> Vec<u8> {
    let plain = plain(ImageFormat::WebP);
    let chunk = |name: &[u8; 4], data: &[u8]| {
        let length = u32::try_from(data.len()).unwrap().to_le_bytes();
        [name, &length[..], data, &vec![0; data.len() % 2]].concat()
    };
    let parts = [
        chunk(b"VP8X", &[0x0C, 0, 0, 0, 63, 0, 0, 31, 0, 0]),
        plain[12..].to_vec(),
        chunk(b"EXIF", &exif("zqx0301q")),
        chunk(b"XMP ", b"<x:xmpmeta>zqx0302q</x:xmpmeta>"),
        chunk(b"MINE", b"zqx0303q"),
    ]
    .concat();
    let length = u32::try_from(parts.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", &parts, b"zqx0304q"].concat()
}

fn gif() -> Vec<u8> {
    let head = b"GIF89a\x02\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    let comment = b"!\xFE\x08zqx0401q\0";
    let xmp = b"!\xFF\x0BXMP DataXMP\x08zqx0402q\0";
    let repeated = b"!\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let points = b",\0\0\0\0\x02\0\x01\0\0\x02\x02\x44\x0A\0";
    [&head[..], comment, xmp, repeated, points, b";zqx0403q"].concat()
}

const SVG: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- zqx0501q -->
<!DOCTYPE svg [<!ENTITY who "zqx0502q"> <!ENTITY word "Harbour">]>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/zqx0503q"
  viewBox="0 0 40 20" inkscape:export-filename="zqx0504q" data-name="zqx0505q">
  <metadata><title>zqx0506q</title></metadata>
  <inkscape:view who="zqx0507q"/>
  <?editor zqx0508q?>
  <style>/* zqx0509q */ .a > .b { fill: red } /* zqx0510q */</style>
  <g inkscape:label="zqx0511q" class="a"><path class="b" style="stroke: red /* zqx0512q */" d="M1 1 30 10"/></g>
  <text x="2" y="9" xml:space="preserve">&word; &lt; 2 &amp; more</text>
  <image xlink:href="data:image/png;name=zqx0513q;base64,PNG" width="9" height="9"/>
</svg>
<!-- zqx0514q -->
"#;

/// Returns a publication that shows the pictures in a report, a brief and a logo.
fn publication() -> Publication {
    let publication = Publication::empty();
    publication.put(
        "quipu.yaml",
        "title: Ports\nlanguages: [en]\nbase_url: https://example.org\nlogo: {light: images/logo.png, alt: Ports}\n",
    );
    let mut text = String::from("Text.\n");
    let svg = SVG.replace("PNG", &STANDARD.encode(png()));
    let all = [
        ("a.jpg", jpeg()),
        ("b.png", png()),
        ("c.webp", webp()),
        ("d.gif", gif()),
        ("e.svg", svg.into_bytes()),
        ("logo.png", png()),
    ];
    for (name, bytes) in all {
        publication.put(&format!("content/images/{name}"), bytes);
        if name != "d.gif" && name != "logo.png" {
            let _ = write!(text, "\n![Of {name}](../images/{name}){{alt=\"A quay\"}}\n");
        }
    }
    publication.put("content/briefs/port.md", brief("A port", &text));
    publication.put(
        "content/pages/moving.md",
        "---\ntitle: It moves\nfinding: It does.\ndate: 2026-01-02\n---\n\n![Of it](../images/d.gif){alt=\"A crane\"}\n",
    );
    publication.put(
        "content/reports/all.md",
        "---\ntitle: All\nfinding: All.\ndate: 2026-01-02\nbriefs: [port]\n---\n\nText.\n",
    );
    publication
}

#[test]
fn pictures_have_no_metadata_in_any_output() {
    let publication = publication();
    publication.build(&[] as &[&str]);
    publication.run(&["export", "--to", "docx"]).expect(0);
    let mut found = marks_in(&publication.public(), &|_| true);
    found.extend(marks_in(&publication.root().join("export"), &|_| true));
    assert!(found.is_empty(), "{found:#?}");
    let written = files(&publication.public());
    assert!(written.keys().any(|path| path.strip_suffix(".epub").is_some()), "there is no book");
    // A photograph stays as its camera was held: on the page it is higher than it is wide.
    for (name, format) in
        [("a.jpg", ImageFormat::Jpeg), ("b.png", ImageFormat::Png), ("c.webp", ImageFormat::WebP)]
    {
        let bytes = &written[&format!("images/{name}")];
        let reader = image::ImageReader::with_format(Cursor::new(bytes), format);
        let mut decoder = reader.into_decoder().unwrap();
        let turned = image::ImageDecoder::orientation(&mut decoder).unwrap().to_exif();
        assert_eq!(turned, 6, "{name}");
        let points = DynamicImage::from_decoder(decoder).unwrap();
        let before = image::load_from_memory_with_format(&plain(format), format).unwrap();
        assert!(points.to_rgb8() == before.to_rgb8(), "{name} shows something else");
    }
    let svg = String::from_utf8(written["images/e.svg"].clone()).unwrap();
    for kept in [">Harbour &lt; 2 &amp; more<", ".a &gt; .b { fill: red }", "viewBox=\"0 0 40 20\""]
    {
        assert!(svg.contains(kept), "{kept} is not in {svg}");
    }
    assert!(written["images/d.gif"].starts_with(b"GIF89a"));
}

/// What is drawn at the left edge of a line that only its title stands in.
fn ink(picture: &image::RgbaImage, rows: std::ops::Range<u32>) -> usize {
    let ground = picture.get_pixel(0, 0);
    let row = |y| (0..picture.width()).filter(move |&x| picture.get_pixel(x, y) != ground);
    rows.map(|y| row(y).count()).sum()
}

#[test]
fn charts_are_exported_as_pictures_in_any_script() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [zh-Hans]\n");
    publication.put(
        "content/data/ports.yaml",
        "title: {zh-Hans: 港口}\nlicence: {zh-Hans: 为测试而造}\nas_of: 2025\n\
         measure: {quantity: {zh-Hans: 船舶}, unit: {zh-Hans: 艘}, kind: flow}\nkey: port\n\
         columns:\n  port: {type: text, title: {zh-Hans: 港口}}\n  2024..2025: {type: number}\n\
         rows:\n  - {port: {zh-Hans: 北港}, 2024: 3, 2025: 5}\n",
    );
    let chart = "```chart\nid: fig-ports\nform: line\ntitle: 北港的船多了\ndata: ports\nalt: 一条上升的线。\n```";
    publication.put("content/briefs/port.md", brief("港口", chart));
    publication.run(&["export", "--to", "png", "--out", "pictures"]).expect(0);
    let bytes = std::fs::read(publication.root().join("pictures/port-fig-ports.png")).unwrap();
    let picture = image::load_from_memory(&bytes).unwrap().into_rgba8();
    assert_eq!(picture.width(), 2000);
    assert!(picture.pixels().all(|pixel| pixel.0[3] == u8::MAX), "the ground is not transparent");
    // The title is Chinese alone, which no font of the program has.
    let title = ink(&picture, 100..230);
    assert!(title > 2000, "the title has {title} pixels");
    let told = publication.run(&["export", "--to", "png", "nowhere"]).expect(1).stderr;
    assert!(told.contains("this audience has no text `nowhere`"), "{told}");
}

/// A picture wider than paper shows, whose points are those of `colour`.
fn wide(format: ImageFormat, colour: fn(u32, u32) -> [u8; 3]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = RgbImage::from_fn(3000, 2000, |x, y| image::Rgb(colour(x, y)));
    DynamicImage::from(picture).write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// Soft colours with the noise of a camera.
fn photograph(x: u32, y: u32) -> [u8; 3] {
    let mut noise = x.wrapping_mul(374_761_393).wrapping_add(y.wrapping_mul(668_265_263));
    let soft = [x / 16, y / 10, (x + y) / 25];
    soft.map(|value| {
        noise = (noise ^ (noise >> 13)).wrapping_mul(1_274_126_177);
        u8::try_from(value % 200 + (noise >> 28)).unwrap()
    })
}

/// Lines on paper.
fn plan(x: u32, y: u32) -> [u8; 3] {
    if x.is_multiple_of(50) || y.is_multiple_of(40) { [20, 40, 60] } else { [255, 255, 255] }
}

/// Returns the width of the picture in an archive whose name ends in `end`, and how long it is.
fn packed(archive: &[u8], end: &str) -> (u32, usize) {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let name = archive.file_names().find(|name| name.ends_with(end)).map(str::to_owned);
    let name = name.unwrap_or_else(|| panic!("there is no {end}"));
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_name(&name).unwrap(), &mut bytes).unwrap();
    (image::load_from_memory(&bytes).unwrap().width(), bytes.len())
}

#[test]
fn printed_works_take_of_pictures_what_paper_shows() {
    let publication = Publication::empty();
    publication.put("quipu.yaml", "title: Ports\nlanguages: [en]\n");
    publication.put("content/images/a.png", wide(ImageFormat::Png, photograph));
    publication.put("content/images/b.png", wide(ImageFormat::Png, plan));
    publication.put("content/images/c.jpg", wide(ImageFormat::Jpeg, photograph));
    let text = ["a.png", "b.png", "c.jpg"]
        .map(|name| format!("![Of {name}](../images/{name}){{alt=\"A quay\"}}\n"));
    publication.put("content/briefs/port.md", brief("A port", &text.join("\n")));
    publication.put(
        "content/reports/all.md",
        "---\ntitle: All\nfinding: All.\ndate: 2026-01-02\nbriefs: [port]\n---\n\nText.\n",
    );
    publication.build(&[] as &[&str]);
    publication.run(&["export", "--to", "docx"]).expect(0);
    let written = files(&publication.public());
    let find = |end: &str| &written.iter().find(|(path, _)| path.ends_with(end)).unwrap().1[..];
    let original = written["images/a.png"].len();
    assert!(original > 7_000_000, "the photograph has only {original} bytes");
    // A photograph is JPEG in print, whatever it was.
    let pdf = find("port.pdf");
    assert!(pdf.len() < 5_000_000, "the PDF has {} bytes", pdf.len());
    let book = find(".epub");
    for (name, least) in [("images/a.png.jpg", 300_000), ("images/c.jpg", 300_000)] {
        let (width, length) = packed(book, name);
        assert_eq!(width, 2550, "{name}");
        assert!(length > least && length < 2_500_000, "{name} has {length} bytes");
    }
    // A drawing stays as it is if its narrower copy were larger.
    let (_, length) = packed(book, "images/b.png");
    assert!(length <= written["images/b.png"].len());
    let exported = files(&publication.root().join("export"));
    let (_, word) = exported.iter().find(|(path, _)| path.contains("port")).unwrap();
    assert!(word.len() < 5_000_000, "the Word document has {} bytes", word.len());
    // Pages show narrower copies, of photographs as JPEG.
    for name in ["a.png.1440.jpg", "b.1440.webp", "c.1440.jpg"] {
        let length = written[&format!("images/{name}")].len();
        assert!(length < 700_000, "{name} has {length} bytes");
    }
    let page = String::from_utf8(written["briefs/port/index.html"].clone()).unwrap();
    assert!(page.contains("srcset=\"../../images/a.png.720.jpg 720w, "), "{page}");
}
