//! What a report was read as before. Enters: a report. Leaves: the readings that later ones took the place of, as the
//! ledger has them. Never makes one current again.

use crate::act::{Act, Deed, ReadingMade};
use crate::{Casebook, Error, ErrorKind, KeptReading};
use value::ReportKey;

impl Casebook {
    /// Returns the readings of a report that are no longer current, the last first; none where it was read once or never.
    ///
    /// # Errors
    /// `Tampered` where an act is not as recorded, `Newer`, `Damaged`, `Busy`, `Io`.
    pub fn earlier_readings(&mut self, report: &ReportKey) -> Result<Vec<KeptReading>, Error> {
        self.refresh()?;
        let sql = "SELECT act FROM earlier_readings \
                   WHERE report = (SELECT row FROM reports WHERE key = ?1) ORDER BY act DESC";
        let mut query = self.db.prepare_cached(sql)?;
        let acts: Vec<i64> = query.query_map([&report.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
        acts.into_iter().map(|act| self.reading_made(act.cast_unsigned(), report)).collect()
    }

    /// Reads an act that is a reading of a report.
    fn reading_made(&self, number: u64, of: &ReportKey) -> Result<KeptReading, Error> {
        let Act { stamp, deed } = Act::read(&self.ledger.act(number)?)?;
        match deed {
            Deed::ReadingMade(ReadingMade { report, basis, reading }) if report == *of => {
                Ok(KeptReading { act: number, at: stamp.at.to_string(), by: stamp.by, basis, reading })
            }
            _ => {
                let what = format!("act {number} is no reading of report {of}, as casebook.sqlite has it");
                Err(Error::new(ErrorKind::Damaged, what))
            }
        }
    }
}
