//! `gangmu serve`: the office on a network address.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use gangmu_app::Refusal;
use gangmu_app::office::Office;
use gangmu_app::words::{Language, Words};
use gangmu_exchange::outlines::{Outlines, read_outlines};
use gangmu_web::{Settings, router, serve};
use tokio::net::TcpListener;
use tracing_subscriber::filter::LevelFilter;

use crate::office::{At, block_on, open, told};
use crate::{CANNOT_RUN, show};

/// What `--help` teaches.
pub(crate) const EXAMPLES: &str = "Examples:
  gangmu serve --data office                     on http://127.0.0.1:8080, kept in office/
  gangmu serve --data office --listen 127.0.0.1:9000
  gangmu serve --data office --https             behind a proxy that speaks TLS
  gangmu serve --data office --boundaries counties.geojson
  gangmu serve --data office --log json          what was answered, a JSON text a line, on standard error

The folder is made where it is not there. Bring a programme in with `gangmu store import`, make the first
account with `gangmu invite`. The server ends on SIGINT and SIGTERM when all it began is done.";

#[derive(Debug, Args)]
pub(crate) struct Serve {
    #[command(flatten)]
    at: At,
    /// The address to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Browsers come by HTTPS, through a proxy
    #[arg(long)]
    https: bool,
    /// Outlines of units for the map, as GeoJSON; `boundaries.geojson` in the folder where it is there
    #[arg(long, value_name = "FILE")]
    boundaries: Option<PathBuf>,
    /// What was answered, on standard error: the pattern of each address, its status and its time, never who
    /// asked
    #[arg(long, value_enum, default_value = "none")]
    log: Log,
}

/// How the machine's log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    /// Warnings and errors alone, as text
    None,
    /// A line of text for each request
    Text,
    /// A line of JSON for each request
    Json,
}

pub(crate) fn run(command: &Serve, language: Language) -> u8 {
    let words = Words::new(language);
    begin_log(command.log);
    told(&words, block_on(serve_it(command, &words)))
}

/// Begins to write the machine's log, where nobody does yet.
fn begin_log(log: Log) {
    let level = if log == Log::None { LevelFilter::WARN } else { LevelFilter::INFO };
    let lines = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr);
    let lines = lines.with_target(false).with_ansi(false);
    let begun = match log {
        Log::Json => lines.json().flatten_event(true).try_init(),
        Log::None | Log::Text => lines.try_init(),
    };
    if let Err(error) = begun {
        show::err(&error.to_string());
    }
}

async fn serve_it(command: &Serve, words: &Words) -> Result<(), Refusal> {
    let broken = |error: std::io::Error| Refusal::Broken(error.to_string());
    let office = Arc::new(open(&command.at).await?);
    let outlines = outlines(command, &office, words).await?.map(Arc::new);
    // Every browser keeps a connection while its user thinks, and each is an open file. Where the machine does not
    // let it open more, it serves as many as it may.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let taken = |error: std::io::Error| Refusal::Broken(format!("{}: {error}", command.listen));
    let listener = TcpListener::bind(command.listen).await.map_err(taken)?;
    let address = listener.local_addr().map_err(broken)?.to_string();
    show::out(&words.say("serve-listens", &[("address", &address)]));
    let settings = Settings { https: command.https, outlines };
    let routes = router(office.clone(), settings);
    let turning = office.clone();
    tokio::spawn(async move {
        loop {
            if let Err(refusal) = turning.turn_the_day().await {
                show::err(&format!("{refusal:?}"));
            }
            tokio::time::sleep(std::time::Duration::from_secs(60)).await;
        }
    });
    let failing = office.clone();
    let end = async move {
        tokio::select! {
            () = asked_to_end() => {}
            why = failing.failed() => {
                // What is not on disk must not be answered for: out, and anew from what is there.
                show::err(&why);
                std::process::exit(i32::from(CANNOT_RUN));
            }
        }
    };
    serve(listener, routes, end).await.map_err(broken)?;
    office.close().await;
    Ok(())
}

/// The outlines of units, where there is a file of them; what is odd about them is said.
async fn outlines(
    command: &Serve,
    office: &Office,
    words: &Words,
) -> Result<Option<Outlines>, Refusal> {
    let own = command.at.data.join("boundaries.geojson");
    let file = match &command.boundaries {
        Some(file) => file.clone(),
        None if own.exists() => own,
        None => return Ok(None),
    };
    let found = read_outlines(&file).map_err(|why| Refusal::Wrong(vec![why]))?;
    if let Ok(edition) = office.structure().await {
        let tree = &edition.programme.tree;
        let unknown: Vec<&str> = found.units().filter(|id| tree.find(id).is_none()).collect();
        let count = unknown.len() + found.passed_over;
        if count > 0 {
            let named = unknown.iter().take(10).copied().collect::<Vec<_>>().join(", ");
            let blanks = [("count", count.to_string()), ("named", named)];
            let blanks = blanks.each_ref().map(|(blank, value)| (*blank, value.as_str()));
            show::err(&words.say("serve-outlines-unknown", &blanks));
        }
    }
    Ok(Some(found))
}

async fn asked_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
