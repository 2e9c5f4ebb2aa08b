//! Tables of people in all their forms: the same rows out of each, and no panic whatever became of their bytes.

use flate2::Crc;
use flate2::write::GzEncoder;
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;
use std::io::Write;
use std::sync::Arc;

const HEADER: [&str; 3] = ["key", "name", "age"];

fn rows() -> Vec<[String; 3]> {
    let row = |n: usize| [format!("k{n}"), format!("Sami Nabil Zurubi the {n}."), (n % 90).to_string()];
    (0..60).map(row).collect()
}

fn text() -> Vec<u8> {
    let lines = rows().into_iter().map(|row| row.join(",") + "\n");
    std::iter::once(HEADER.join(",") + "\n").chain(lines).collect::<String>().into_bytes()
}

fn packed() -> Vec<u8> {
    let mut to = GzEncoder::new(Vec::new(), flate2::Compression::fast());
    to.write_all(&text()).expect("written");
    to.finish().expect("written")
}

fn parquet() -> Vec<u8> {
    let fields = HEADER.map(|name| format!("REQUIRED BYTE_ARRAY {name} (UTF8);")).join(" ");
    let schema = Arc::new(parse_message_type(&format!("message people {{ {fields} }}")).expect("a schema"));
    let mut bytes = Vec::new();
    let mut file =
        SerializedFileWriter::new(&mut bytes, schema, Arc::new(WriterProperties::default())).expect("made");
    let mut group = file.next_row_group().expect("a group");
    for at in 0..HEADER.len() {
        let cells: Vec<ByteArray> = rows().iter().map(|row| row[at].as_str().into()).collect();
        let mut column = group.next_column().expect("open").expect("a column");
        column.typed::<ByteArrayType>().write_batch(&cells, None, None).expect("written");
        column.close().expect("closed");
    }
    group.close().expect("closed");
    file.close().expect("closed");
    bytes
}

fn sheet() -> Vec<u8> {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let line = |cells: Vec<&str>| format!("<row>{}</row>", cells.into_iter().map(cell).collect::<String>());
    let rows: String = rows().iter().map(|row| line(row.iter().map(String::as_str).collect())).collect();
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    archive(&[
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/officeDocument\" \
                 Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/workbook.xml",
            format!(
                "<workbook xmlns=\"{main}\" xmlns:r=\"{office}\"><sheets><sheet name=\"a\" sheetId=\"1\" \
                 r:id=\"r1\"/></sheets></workbook>"
            ),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"{relations}\"><Relationship Id=\"r1\" Type=\"{office}/worksheet\" \
                 Target=\"worksheets/sheet1.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!(
                "<worksheet xmlns=\"{main}\"><sheetData>{}{rows}</sheetData></worksheet>",
                line(HEADER.to_vec())
            ),
        ),
    ])
}

/// A ZIP archive whose files are stored as they are (PKWARE's APPNOTE, 4.3).
fn archive(files: &[(&str, String)]) -> Vec<u8> {
    let (mut bytes, mut central) = (Vec::new(), Vec::new());
    for (name, text) in files {
        let mut crc = Crc::new();
        crc.update(text.as_bytes());
        let mut head: Vec<u8> = [20u16, 0, 0, 0, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
        for number in [crc.sum(), text.len() as u32, text.len() as u32] {
            head.extend(number.to_le_bytes());
        }
        head.extend((name.len() as u16).to_le_bytes());
        head.extend(0u16.to_le_bytes());
        central.extend(b"PK\x01\x02\x14\x00");
        central.extend(&head);
        central.extend([0; 10]);
        central.extend((bytes.len() as u32).to_le_bytes());
        central.extend(name.bytes());
        bytes.extend(b"PK\x03\x04");
        bytes.extend(head);
        bytes.extend(name.bytes());
        bytes.extend(text.bytes());
    }
    let (start, count) = (bytes.len() as u32, files.len() as u16);
    bytes.extend(&central);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend([count.to_le_bytes(), count.to_le_bytes()].concat());
    bytes.extend([(central.len() as u32).to_le_bytes(), start.to_le_bytes()].concat());
    bytes.extend(0u16.to_le_bytes());
    bytes
}

/// Each form with a name that says what it is.
fn forms() -> [(&'static str, Vec<u8>); 4] {
    [("a.csv", text()), ("a.csv.gz", packed()), ("a.parquet", parquet()), ("a.xlsx", sheet())]
}

#[test]
fn every_form_of_a_table_has_the_same_rows() {
    for (name, bytes) in forms() {
        let table = intake::read_table(name, bytes).unwrap_or_else(|problem| panic!("{name}: {problem}"));
        assert_eq!(table.header, HEADER, "{name}");
        let read: Vec<intake::Row> = table.map(|row| row.expect("a row")).collect();
        let cells: Vec<Vec<String>> = read.iter().map(|row| row.cells.clone()).collect();
        assert_eq!(cells, rows(), "{name}");
        let lines: Vec<u64> = read.iter().map(|row| row.line).collect();
        assert_eq!(lines, (2..62).collect::<Vec<u64>>(), "{name}");
    }
}

/// The table in UTF-16 with its byte order mark.
fn wide(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(unit).collect()
}

#[test]
fn text_in_utf_16_is_known_by_its_byte_order_mark() {
    let list = "key,name\nk1,سامي نبيل زروبي\nk2,Rima Zurubi\n";
    for bytes in [wide(list, u16::to_le_bytes), wide(list, u16::to_be_bytes)] {
        let table = intake::read_table("wide.csv", bytes.clone()).expect("a table");
        assert_eq!(table.header, ["key", "name"]);
        let cells: Vec<Vec<String>> = table.map(|row| row.expect("a row").cells).collect();
        assert_eq!(cells, [["k1", "سامي نبيل زروبي"], ["k2", "Rima Zurubi"]]);
        // What is cut in the middle of a character costs its row alone.
        let cut = bytes[..bytes.len() - 3].to_vec();
        let rows: Vec<_> = intake::read_table("wide.csv", cut).expect("a table").collect();
        let problem = rows[1].as_ref().expect_err("half a character");
        assert_eq!((problem.line, rows[0].is_ok()), (3, true));
        assert!(problem.what.starts_with("column 2 is not in UTF-16"), "{}", problem.what);
    }
}

#[test]
fn what_is_no_text_of_a_table_is_said_so() {
    let told = |bytes: &[u8]| intake::read_table("a.csv", bytes.to_vec()).expect_err("no table").to_string();
    assert!(told(b"").starts_with("a.csv: is empty; give a table"), "{}", told(b""));
    assert!(told(b" , \n1,2\n").contains("has no header"));
    let unmarked = wide("key,name\n", u16::to_le_bytes);
    assert!(told(&unmarked[2..]).contains("UTF-16 without a byte order mark"));
    assert!(told(&[0xFF, 0xFE]).contains("is empty"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn damaged_tables_are_told_and_never_panic(
        which in 0..4usize,
        blows in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        kept in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let (name, mut bytes) = forms()[which].clone();
        for (at, byte) in blows {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Some(kept) = kept {
            bytes.truncate(kept.index(bytes.len()));
        }
        match intake::read_table(name, bytes) {
            Ok(table) => {
                let columns = table.header.len();
                for row in table {
                    match row {
                        Ok(row) => prop_assert!(row.line > 1 && row.cells.len() == columns),
                        Err(problem) => {
                            prop_assert!(problem.line > 0 && !problem.what.is_empty());
                            prop_assert!(!problem.what.contains("Zurubi"), "{}", problem.what);
                        }
                    }
                }
            }
            Err(problem) => prop_assert!(problem.to_string().contains(name)),
        }
    }
}
