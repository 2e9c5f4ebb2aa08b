//! A headless Chromium through its driver. Enters: addresses, keys, scripts. Leaves: what the page then shows.

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::elements::Element;
use fantoccini::key::Key;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long a page may take for what is waited for, on a machine that is busy.
const PATIENCE: Duration = Duration::from_secs(20);
const MOMENT: Duration = Duration::from_millis(40);

/// A page in a browser of its own.
pub(crate) struct Page {
    client: Client,
    base: String,
    driver: Driver,
}

/// The driver's process; it ends with the page, whichever way a test ends.
struct Driver(Child);

impl Drop for Driver {
    fn drop(&mut self) {
        // It is over in any case; Chromium goes with the driver that started it.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Starts a browser whose pages are so many CSS pixels wide and high; or says what lacks for it.
pub(crate) async fn open(base: &str, (width, height): (u32, u32)) -> Result<Page, String> {
    let started = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let lack = "chromedriver cannot be run; install it with: apt-get install chromium chromium-driver";
    let mut child = started.map_err(|error| format!("{lack} ({error})"))?;
    let said = child.stdout.take().ok_or(lack)?;
    let driver = Driver(child);
    let port = BufReader::new(said).lines().map_while(Result::ok).find_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse::<u16>().ok()
    });
    let port = port.ok_or("chromedriver did not say on which port it listens")?;
    // The pages are the project's own, and Chromium's sandbox is not to be had by root in a container.
    let arguments =
        ["--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--lang=en", "--accept-lang=en"];
    let metrics =
        json!({ "width": width, "height": height, "pixelRatio": 1, "touch": false, "mobile": false });
    let wishes = json!({ "goog:chromeOptions": { "args": arguments, "mobileEmulation": { "deviceMetrics": metrics } } });
    let client = ClientBuilder::new(HttpConnector::new())
        .capabilities(wishes.as_object().cloned().unwrap_or_default())
        .connect(&format!("http://127.0.0.1:{port}"))
        .await
        .map_err(|error| format!("chromium cannot be started: {error}"))?;
    Ok(Page { client, base: base.to_owned(), driver })
}

impl Page {
    /// Ends the browser.
    pub(crate) async fn close(self) {
        self.client.close().await.unwrap();
        drop(self.driver);
    }

    /// Goes to a path of the server.
    pub(crate) async fn go(&self, path: &str) {
        self.client.goto(&format!("{}{path}", self.base)).await.unwrap();
    }

    /// The path and query of the page.
    pub(crate) async fn path(&self) -> String {
        let url = self.client.current_url().await.unwrap();
        url.as_str().trim_start_matches(&self.base).to_owned()
    }

    /// The first element that a selector finds, as soon as there is one.
    pub(crate) async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(PATIENCE).every(MOMENT).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => self.give_up(&format!("no {css}: {error}")).await,
        }
    }

    /// The text of the first element that a selector finds.
    pub(crate) async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.unwrap()
    }

    /// Presses the first element that a selector finds with the pointer.
    pub(crate) async fn click(&self, css: &str) {
        self.find(css).await.click().await.unwrap();
    }

    /// Types into the first element that a selector finds.
    pub(crate) async fn write(&self, css: &str, words: &str) {
        self.find(css).await.send_keys(words).await.unwrap();
    }

    /// Presses keys one after another, wherever the focus is. Names as of the DOM (`ArrowRight`); one letter is itself;
    /// `Shift+ArrowRight` holds Shift.
    pub(crate) async fn press(&self, keys: &[&str]) {
        let mut actions = KeyActions::new("keys".to_owned());
        for name in keys {
            let (held, name) = name.strip_prefix("Shift+").map_or((false, *name), |rest| (true, rest));
            let value = key(name);
            if held {
                actions = actions.then(KeyAction::Down { value: Key::Shift.into() });
            }
            actions = actions.then(KeyAction::Down { value }).then(KeyAction::Up { value });
            if held {
                actions = actions.then(KeyAction::Up { value: Key::Shift.into() });
            }
        }
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Drags the pointer between two places of an element, given in parts of its width and height.
    pub(crate) async fn drag(&self, css: &str, from: (f64, f64), to: (f64, f64)) {
        let (x, y, width, height) = self.find(css).await.rectangle().await.unwrap();
        let at = |(across, down): (f64, f64)| PointerAction::MoveTo {
            duration: Some(Duration::from_millis(60)),
            x: x + width * across,
            y: y + height * down,
        };
        let middle = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
        let actions = MouseActions::new("mouse".to_owned())
            .then(at(from))
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(at(middle))
            .then(at(to))
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(actions).await.unwrap();
    }

    /// Runs a script with arguments; what it returns.
    pub(crate) async fn run(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute(script, arguments).await.unwrap()
    }

    /// Runs a script that ends by calling its last argument.
    pub(crate) async fn run_later(&self, script: &str, arguments: Vec<Value>) -> Value {
        self.client.execute_async(script, arguments).await.unwrap()
    }

    /// Waits until an expression of the page is true.
    pub(crate) async fn until(&self, expression: &str) {
        let script = format!("return Boolean({expression})");
        let begun = tokio::time::Instant::now();
        loop {
            // A page that is being left answers nothing; the next one will.
            if matches!(self.client.execute(&script, vec![]).await, Ok(Value::Bool(true))) {
                return;
            }
            if begun.elapsed() > PATIENCE {
                self.give_up(&format!("never true: {expression}")).await;
            }
            tokio::time::sleep(MOMENT).await;
        }
    }

    /// Ends a test, and leaves a picture of what the page shows then.
    async fn give_up(&self, why: &str) -> ! {
        let name = std::thread::current().name().unwrap_or("test").replace("::", "-");
        let picture = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.png"));
        self.picture(&picture).await;
        panic!("{why}, on {}; see {}", self.path().await, picture.display());
    }

    /// Writes what the page shows to a file.
    pub(crate) async fn picture(&self, file: &Path) {
        std::fs::write(file, self.client.screenshot().await.unwrap()).unwrap();
    }
}

fn key(name: &str) -> char {
    match name {
        "ArrowLeft" => Key::Left.into(),
        "ArrowRight" => Key::Right.into(),
        "ArrowUp" => Key::Up.into(),
        "ArrowDown" => Key::Down.into(),
        "Enter" => Key::Enter.into(),
        "Escape" => Key::Escape.into(),
        "Tab" => Key::Tab.into(),
        "Home" => Key::Home.into(),
        "End" => Key::End.into(),
        letter => letter.chars().next().unwrap(),
    }
}
