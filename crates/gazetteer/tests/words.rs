//! Words that are no places: how often common English words and first names are taken for spellings of one.

use gazetteer::{Gazetteer, Quality};

/// Common words of reports, capitalised as at the head of a sentence or in a headline.
const WORDS: &str = "According Activists After Against Aircraft Airstrike Alleged Ambulance Among Another Armed Army \
    Around Artillery Attack Attackers Authorities Barrel Before Between Bodies Body Bomb Bombing Brother Brothers \
    Building Bullet Buried Camp Captured Carried Casualties Ceasefire Centre Checkpoint Child Children Church City \
    Civilian Civilians Claimed Clashes Coalition Column Commander Committee Conflict Confirmed Convoy Council \
    Cousin Crossfire Damage Daughter Dead Death Deaths Defence Destroyed Detained Died Doctor Doctors Driver Drone \
    During Early Eight Elderly Eleven Emergency Employee Evening Every Explosion Explosive Families Family Farmer \
    Father Fighter Fighters Fire Fired First Five Following Forces Former Found Four Friday Friend Funeral Gunfire \
    Gunman Gunmen Helicopter Hospital Hostage House Houses Human Hundreds Including Injured Injuries Investigation \
    Journalist Killed Killing Kitchen Land Late Leader Local Man Many March Market Martyr Media Medical Member \
    Members Mercy Military Militia Mine Minister Missile Missiles Missing Monday Morning Mortar Mosque Mother \
    Multiple Murder Neighbour Nephew News Night Nine Nurse Observatory Officer Official Officials Older Operation \
    Parents Patients Peaceful People Person Photographs Pilot Police Population Posted Pregnant Prisoner Protest \
    Published Raid Rebels Recorded Regime Relatives Released Remains Reported Reporter Reports Rescue Residents \
    Resident Rights Road Rocket Rockets Rubble Saturday School Second Security Seven Several Shell Shelling Shells \
    Shepherd Shooting Shop Shot Sister Sniper Social Soldier Soldiers Son Source Sources Spokesman Statement Street \
    Strike Strikes Student Sunday Survived Survivor Suspect Tank Targeted Teacher Ten Tent Terrorist Their Third \
    Thousands Three Thursday Today Toll Took Traffic Troops Truck Tuesday Twelve Twin Two Uncle United Unknown \
    Vehicle Victim Victims Video Village Violence Violation Warplane Warplanes Wedding Wednesday Week Weapons When \
    While Wife Window Witness Witnesses Woman Women Worker Workers Wounded Yesterday Young Younger Youth";

/// First names of several languages.
const NAMES: &str = "Alan Alexander Alice Andrew Angela Anthony Barbara Benjamin Brian Carlos Caroline Catherine \
    Charles Christopher Daniel David Deborah Dmitry Dorothy Edward Elizabeth Emily Fatima Fernando Frederick Gabriel \
    George Gregory Hannah Harold Hassan Heather Helen Ibrahim Isabella Jacob James Jennifer Jessica Jonathan Joseph \
    Joshua Juan Karen Katherine Kenneth Kevin Khalid Laura Layla Linda Lucas Margaret Maria Mariam Mark Martin Mary \
    Matthew Michael Mohammed Mustafa Nancy Natalia Nicholas Nicole Oleksandr Olivia Omar Patricia Patrick Peter \
    Rachel Ramon Raymond Rebecca Richard Robert Ronald Ruth Samantha Samuel Sandra Sarah Sergei Sharon Sophia \
    Stephen Steven Susan Svetlana Tatiana Thomas Timothy Victor Viktor Virginia Walter William Youssef Yusuf Zainab";

fn taken_by_sound(words: &str) -> Vec<String> {
    let world = Gazetteer::embedded();
    let unknown = words.split_whitespace().filter(|word| !world.has_exact(word));
    let heard = unknown.filter_map(|word| Some((word, world.lookup(word).into_iter().next()?)));
    let by_sound = heard.filter(|(_, place)| matches!(place.quality, Quality::Variant { .. }));
    by_sound
        .map(|(word, place)| format!("{word} = {} ({}) {:?}", place.name, place.country, place.quality))
        .collect()
}

/// Of the common words that no place has for a name, at most one in sixteen of the list sounds like one.
#[test]
fn common_words_rarely_sound_like_places() {
    let taken = taken_by_sound(WORDS);
    let all = WORDS.split_whitespace().count();
    assert!(taken.len() * 16 <= all, "{} of {all}: {taken:#?}", taken.len());
}

/// First names are often villages' names too, and where they are not, one in eight may sound like one.
#[test]
fn first_names_seldom_sound_like_places() {
    let taken = taken_by_sound(NAMES);
    let all = NAMES.split_whitespace().count();
    assert!(taken.len() * 8 <= all, "{} of {all}: {taken:#?}", taken.len());
}
