//! A hundred thousand incidents on the map: what a person brushes over on the timeline answers while they brush.

use crate::stage::{Stage, walk};
use serde_json::json;

/// How many incidents the map is given.
const MANY: u32 = 100_000;

/// Gives the map seeded incidents in clusters over twelve years, in place of the server's answer.
const GIVE: &str = "
    const [many, done] = arguments;
    let seed = 7;
    const chance = () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
    const about = (middle, reach) => middle + (chance() + chance() + chance() - 1.5) * reach;
    const towns = [[38.9, 35.9], [36.2, 37.2], [43.1, 36.3], [34.4, 31.4], [44.2, 15.3], [37.6, 47.1], [32.5, 15.6]];
    const points = Array.from({ length: many }, (_, i) => {
        const town = towns[Math.floor(chance() * towns.length)];
        const least = Math.floor(chance() * chance() * 30);
        const day = new Date(Date.UTC(2012, 0, 1) + Math.floor(chance() * 4380) * 864e5).toISOString().slice(0, 10);
        return [about(town[0], 1.2), about(town[1], 0.9), 2.5, least, least + Math.floor(chance() * 5), 'fair', `i${i}`, day];
    });
    const ask = window.fetch;
    window.fetch = (what, ...more) => String(what).includes('/points')
        ? Promise.resolve(new Response(JSON.stringify({ points, unplaced: 0 })))
        : ask(what, ...more);
    const map = document.querySelector('#map');
    map.dataset.src += '&many=1';
    map.dispatchEvent(new CustomEvent('cenotaph:source'));
    setTimeout(done, 500);";

/// Brushes over the days sixty times; from each the milliseconds until the map was drawn.
const BRUSH: &str = "
    const done = arguments[0];
    const brush = async () => {
        const frame = window.requestAnimationFrame.bind(window);
        let drawn = 0;
        window.requestAnimationFrame = call => frame(now => {
            const begun = performance.now();
            call(now);
            drawn += performance.now() - begun;
        });
        const times = [], counts = new Set();
        for (let i = 0; i < 60; i++) {
            const begun = performance.now();
            const detail = { from: '2013-01-01', to: `${2014 + i % 9}-0${1 + i % 7}-15` };
            document.dispatchEvent(new CustomEvent('cenotaph:brush', { detail }));
            const told = performance.now() - begun;
            drawn = 0;
            await new Promise(next => frame(() => frame(next)));
            times.push(told + drawn);
            counts.add(document.querySelector('.map-state').textContent);
        }
        times.sort((a, b) => a - b);
        return { median: times[30], p95: times[56], longest: times[59], counts: counts.size };
    };
    brush().then(done);";

#[test]
fn a_hundred_thousand_incidents_answer_the_timeline_as_it_is_brushed() {
    let stage = Stage::with(&["marib"]);
    walk(&stage, async |page| {
        page.go("/incidents").await;
        page.until("document.querySelector('.map-state')?.textContent.startsWith('1 ')").await;
        page.run_later(GIVE, vec![json!(MANY)]).await;
        page.until("document.querySelector('.map-state').textContent.startsWith('100,000')").await;
        let brushed = page.run_later(BRUSH, vec![]).await;
        // How long it took is shown and not judged: tests share their machine with others.
        println!("brushing over {MANY} incidents: {brushed}");
        assert!(brushed["counts"].as_u64().unwrap() > 30, "each brush leaves other incidents: {brushed}");
    });
}
